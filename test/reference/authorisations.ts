import { Attempt } from './attempts';
import { Instant } from './instants';
import { groupBy, sortedBy } from './orders';
import { Regime } from './regime';
import { Authorisation, CommonRecord, CompletionResponse, ValidationResponse, attemptKey } from './records';

/** One MA record with everything that all files say about it. */
export interface AuthorisationCase {
  ma: Authorisation;
  /** earliest first; of the same second the higher file name is later (fine print 11) */
  responses: ValidationResponse[];
  /** the final completions, earliest first; of the same second the lower file name, then the earlier record */
  finals: CompletionResponse[];
  /** MCF records linked to it */
  linked: CommonRecord[];
}

export function authorisationCases(regime: Regime): AuthorisationCase[] {
  const { loaded } = regime;
  const responses = groupBy(loaded.responses, (one) => `${one.maFile} ${one.maRecord}`);
  const completions = groupBy(loaded.completions, (one) => `${one.maFile} ${one.maRecord}`);
  const named = commonRecordsByAuthorisation(loaded.common);
  const common = new Map(loaded.common.map((record) => [record.key, record]));
  return loaded.authorisations.map((ma) => {
    const key = `${ma.file} ${ma.record}`;
    const told = completions.get(key) ?? [];
    return {
      ma,
      responses: sortedBy(responses.get(key) ?? [], (one) => [one.responded, one.fileName]),
      finals: sortedBy(
        told.filter((one) => one.status !== 'IN_PROGRESS'),
        (one) => [one.completed!, one.fileName, one.record],
      ),
      linked: named.get(key) ?? namedByCompletions(told, common),
    };
  });
}

/** "Linked by the MCF's MAFileName + MARecordNumber", at either meter. */
function commonRecordsByAuthorisation(common: CommonRecord[]): Map<string, CommonRecord[]> {
  const named = new Map<string, CommonRecord[]>();
  for (const record of common) {
    const keys = [record.electricity, record.gas].map((meter) =>
      meter ? `${meter.maFile} ${meter.maRecord}` : '',
    );
    for (const key of new Set(keys)) named.set(key, [...(named.get(key) ?? []), record]);
  }
  return named;
}

/** "Else by the completion response's MCFCounter + CHFID": links have no time (fine print 2). */
function namedByCompletions(told: CompletionResponse[], common: Map<string, CommonRecord>): CommonRecord[] {
  const records = told.map((one) => common.get(commonKeyOf(one) ?? ''));
  return [...new Set(records.filter((record) => record !== undefined))];
}

function commonKeyOf(completion: CompletionResponse): string | null {
  const { smso, requestingParty, mcfCounter, chf } = completion;
  return mcfCounter === null || chf === null ? null : attemptKey(smso, requestingParty, mcfCounter, chf);
}

/** The response with the latest time at or before the instant rules. */
export function rulingResponse(one: AuthorisationCase, at: Instant): ValidationResponse | null {
  return one.responses.filter((response) => response.responded <= at).at(-1) ?? null;
}

/** The first final completion rules, if it came about at or before the instant. */
export function rulingCompletion(one: AuthorisationCase, at: Instant): CompletionResponse | null {
  const [first] = one.finals;
  return first && first.completed! <= at ? first : null;
}

export type AuthorisationState = 'rejected' | 'in progress' | 'final';

/** Fine print 22. Null: no row. */
export function stateAt(
  one: AuthorisationCase,
  attempts: Map<string, Attempt>,
  at: Instant,
): AuthorisationState | null {
  const ruling = rulingResponse(one, at);
  if (!ruling) return null;
  if (rulingCompletion(one, at)) return 'final';
  if (ruling.result === 'REJECTED') return 'rejected';
  return one.linked.some((record) => commencedBy(attempts.get(record.key), at)) ? 'in progress' : null;
}

function commencedBy(attempt: Attempt | undefined, at: Instant): boolean {
  return attempt !== undefined && attempt.commenced <= at;
}

/**
 * Fine print 24: the MCF record that the ruling final completion names; else the one that commenced last at or before
 * the instant; else the oldest MCF.
 */
export function linkedRecord(
  one: AuthorisationCase,
  attempts: Map<string, Attempt>,
  at: Instant,
): CommonRecord | null {
  const final = rulingCompletion(one, at);
  const byFinal = final && one.linked.find((record) => record.key === commonKeyOf(final));
  if (byFinal) return byFinal;
  const identity = (record: CommonRecord) => [
    record.smso,
    record.requestingParty,
    record.counter,
    record.chf,
  ];
  const commenced = one.linked.filter((record) => commencedBy(attempts.get(record.key), at));
  const last = sortedBy(commenced, (record) => [attempts.get(record.key)!.commenced, ...identity(record)]).at(
    -1,
  );
  const [oldest] = sortedBy(one.linked, (record) => [record.created, ...identity(record)]);
  return last ?? oldest ?? null;
}
