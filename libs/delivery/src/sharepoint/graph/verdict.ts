import { errorCodes, type GraphAnswer } from './graph-answer';

/** What an answer means for the one who asked. */
export type Verdict =
  /** Carried out. */
  | 'done'
  /** Perhaps carried out: look before asking again. */
  | 'unclear'
  /** Not carried out; everybody waits. */
  | 'throttled'
  | 'unauthorised'
  | 'denied'
  | 'missing'
  /** The name is there, or an upload of it is open. */
  | 'taken'
  /** The range is not the one that the upload session expects. */
  | 'misplaced'
  | 'locked'
  | 'full'
  /** Never to be accepted. */
  | 'rejected';

const BY_STATUS: Readonly<Record<number, Verdict>> = {
  401: 'unauthorised',
  403: 'denied',
  404: 'missing',
  408: 'unclear',
  409: 'taken',
  410: 'missing',
  416: 'misplaced',
  423: 'locked',
  429: 'throttled',
  507: 'full',
};

/** A 409 that asks to be repeated: somebody else changed the folder at the same moment. */
const CHANGED_MEANWHILE = 'resourceModified';

export function verdictOf(answer: GraphAnswer): Verdict {
  if (answer.kind === 'lost') return 'unclear';
  const { status } = answer;
  if (status >= 200 && status < 300) return 'done';
  if (status === 409 && errorCodes(answer).includes(CHANGED_MEANWHILE)) return 'unclear';
  const verdict = BY_STATUS[status];
  if (verdict) return verdict;
  return status >= 400 && status < 500 ? 'rejected' : 'unclear';
}
