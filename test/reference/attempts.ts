import { Instant } from './instants';
import { groupBy, sortedBy } from './orders';
import { CommonRecord, GroupRecord, Loaded, OutcomeRecord, ValidationRecord } from './records';

/** A Migration that commenced, with everything that all files say about it. */
export interface Attempt {
  common: CommonRecord;
  commenced: Instant;
  groupId: string;
  /** 1 for the first attempt of the CHF ID (R4) */
  number: number;
  /** S1SPCF records, earliest first */
  s1sp: OutcomeRecord[];
  conclusion: OutcomeRecord | null;
}

export function findAttempts(loaded: Loaded): Attempt[] {
  const groups = groupBy(loaded.groups, (record) => record.key);
  const validations = groupBy(loaded.validations, (record) => record.key);
  const outcomes = groupBy(loaded.outcomes, (record) => record.key);
  const attempts: Attempt[] = [];
  for (const common of loaded.common) {
    const start = commencement(groups.get(common.key) ?? [], validations.get(common.key) ?? []);
    if (!start) continue;
    const told = inOrder(outcomes.get(common.key) ?? []);
    const s1sp = told.filter((outcome) => outcome.kind === 'S1SPCF');
    attempts.push({
      common,
      commenced: start.created,
      groupId: start.groupId,
      number: 0,
      s1sp,
      conclusion: conclusion(common, told, s1sp),
    });
  }
  numberAttempts(attempts);
  return attempts;
}

/** R2, fine print 9 and 11: the earliest group file that the MCVF before it does not call INVALID. */
function commencement(groups: GroupRecord[], validations: ValidationRecord[]): GroupRecord | null {
  const earliestFirst = sortedBy(groups, (group) => [group.created, group.encrypted ? 1 : 0, group.groupId]);
  return earliestFirst.find((group) => passes(group, validations)) ?? null;
}

/** The latest MCVF created strictly before the group file speaks. */
function passes(group: GroupRecord, validations: ValidationRecord[]): boolean {
  const before = validations.filter((validation) => validation.created < group.created);
  const latest = sortedBy(before, (one) => [one.created, one.party, one.counter]).at(-1);
  return latest?.valid ?? true;
}

/** Fine print 11: S1SPCF before COF, then lower party id, then lower counter. */
function inOrder(outcomes: OutcomeRecord[]): OutcomeRecord[] {
  return sortedBy(outcomes, (one) => [one.created, one.kind === 'S1SPCF' ? 0 : 1, one.party, one.counter]);
}

/** R3: the concluding record with the earliest creation time. A COF without any S1SPCF stays parked. */
function conclusion(
  common: CommonRecord,
  told: OutcomeRecord[],
  s1sp: OutcomeRecord[],
): OutcomeRecord | null {
  const concludes = (outcome: OutcomeRecord): boolean => {
    if (outcome.kind === 'S1SPCF') return !outcome.success || !common.toBeCommissionedByDcc;
    return common.toBeCommissionedByDcc && s1sp.length > 0;
  };
  return told.find(concludes) ?? null;
}

/** R4, fine print 13: 1 + earlier commencements of the CHF; the same second gives the same number. */
function numberAttempts(attempts: Attempt[]): void {
  for (const ofOneChf of groupBy(attempts, (attempt) => attempt.common.chf).values()) {
    for (const attempt of ofOneChf) {
      attempt.number = 1 + ofOneChf.filter((other) => other.commenced < attempt.commenced).length;
    }
  }
}

/** Fine print 10: the S1SPCF that concluded; behind a COF the earliest SUCCESS, else the earliest. */
export function commissioningFile(attempt: Attempt): OutcomeRecord | null {
  if (attempt.conclusion?.kind === 'S1SPCF') return attempt.conclusion;
  return attempt.s1sp.find((outcome) => outcome.success) ?? attempt.s1sp[0] ?? null;
}

export function outcomeAt(attempt: Attempt, at: Instant): 'success' | 'failure' | 'none' {
  if (!attempt.conclusion || attempt.conclusion.created > at) return 'none';
  return attempt.conclusion.success ? 'success' : 'failure';
}

/** In-process at T: commenced at or before T, not concluded at or before T. */
export function inProcessAt(attempt: Attempt, at: Instant): boolean {
  return attempt.commenced <= at && outcomeAt(attempt, at) === 'none';
}

/** The S1SPCF that makes it `Commissioning Pending` at T: the earliest SUCCESS with TBC. */
export function pendingSince(attempt: Attempt, at: Instant): OutcomeRecord | null {
  if (!attempt.common.toBeCommissionedByDcc) return null;
  return attempt.s1sp.find((outcome) => outcome.success && outcome.created <= at) ?? null;
}
