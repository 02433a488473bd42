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
  /** For one request; an upload session may take it. */
  | 'too large'
  /** Never to be accepted. */
  | 'rejected';

const BY_STATUS: Readonly<Record<number, Verdict>> = {
  401: 'unauthorised',
  403: 'denied',
  404: 'missing',
  408: 'unclear',
  409: 'taken',
  410: 'missing',
  412: 'unclear', // no condition is ever sent: somebody else changed the folder at the same moment
  413: 'too large',
  416: 'misplaced',
  423: 'locked',
  429: 'throttled',
  507: 'full',
};

/** A 409 that asks to be repeated: somebody else changed the folder at the same moment. */
const CHANGED_MEANWHILE = 'resourceModified';

/** Tenants have been seen to hand large single uploads on to an upload session of their own, which then fails. */
function isSentOnAsRange({ body }: GraphAnswer & { kind: 'answer' }): boolean {
  const { error } = (body ?? {}) as { error?: { message?: unknown } };
  return typeof error?.message === 'string' && error.message.startsWith('Content-Range must include');
}

export function verdictOf(answer: GraphAnswer): Verdict {
  if (answer.kind === 'lost') return 'unclear';
  const { status } = answer;
  if (status >= 200 && status < 300) return 'done';
  if (status === 409 && errorCodes(answer).includes(CHANGED_MEANWHILE)) return 'unclear';
  if (status === 400 && isSentOnAsRange(answer)) return 'too large';
  const verdict = BY_STATUS[status];
  if (verdict) return verdict;
  return status >= 400 && status < 500 ? 'rejected' : 'unclear';
}
