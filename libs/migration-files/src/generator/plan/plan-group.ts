import { groupEncryptedFile, groupFile, type GroupFileHeader } from '../files/group-files';
import { commissioningFile, type CommissioningRow } from '../files/outcome-files';
import { HOUR, MINUTE, type Instant } from '../instant';
import { concludeAttempt, type Attempt, type CommonFileBatch } from './conclude-attempt';
import { groupBy } from './group-by';
import type { PlanContext } from './plan-context';
import { planOutcomes } from './plan-outcomes';

const ONE_GROUP_FILE_ONLY_PER_MILLE = 100;

/** Minutes from commencement to the S1SP's first, second and third answer; the third is often after midnight. */
const COMMISSIONING_DELAYS: readonly (readonly [number, number])[] = [
  [50, 160],
  [240, 480],
  [700, 1150],
];

/** Group files of one Migration Common File and group, and the answers to them. */
export function planGroup(
  batch: CommonFileBatch,
  groupId: string,
  attempts: readonly Attempt[],
  validatedAt: Instant,
  context: PlanContext,
): void {
  const { smsoId, requestingPartyId, mcfCounter } = batch.reference;
  const random = context.seed.fork('group', smsoId, mcfCounter, groupId);
  const commencedAt = validatedAt + random.integer(10 * MINUTE, 90 * MINUTE);
  const chfIds = attempts.map(({ authorised }) => authorised.installation.chfId);
  const hasPlainFile = !random.chance(ONE_GROUP_FILE_ONLY_PER_MILLE);
  const hasEncryptedFile = !hasPlainFile || !random.chance(ONE_GROUP_FILE_ONLY_PER_MILLE);
  const add = (kind: 'MGF' | 'MGEF', createdAt: Instant): void => {
    context.schedule.addNumbered(createdAt, `${kind}/${smsoId}/${requestingPartyId}`, (groupFileCounter) => {
      const header: GroupFileHeader = { groupId, groupFileCounter, createdAt };
      return (kind === 'MGF' ? groupFile : groupEncryptedFile)(header, batch.reference, chfIds);
    });
  };
  if (hasPlainFile) add('MGF', commencedAt);
  if (hasEncryptedFile) {
    add('MGEF', hasPlainFile ? commencedAt + random.integer(3 * MINUTE, 20 * MINUTE) : commencedAt);
  }
  const answered = attempts.filter(({ fate }) => fate.commissioning !== undefined);
  for (const wave of groupBy(answered, ({ fate }) => String(fate.commissioningWave)).values()) {
    const [shortest, longest] = COMMISSIONING_DELAYS[wave[0]?.fate.commissioningWave ?? 0] ?? [60, 60];
    planCommissioning(
      batch,
      groupId,
      wave,
      commencedAt + random.integer(shortest * MINUTE, longest * MINUTE),
      context,
    );
  }
}

function planCommissioning(
  batch: CommonFileBatch,
  groupId: string,
  attempts: readonly Attempt[],
  at: Instant,
  context: PlanContext,
): void {
  scheduleCommissioningFile(batch, groupId, at, attempts.map(commissioningRow), context);
  const pending: Attempt[] = [];
  for (const attempt of attempts) {
    const { fate, authorised } = attempt;
    const { chfId, toBeCommissionedByDcc } = authorised.installation;
    const result = fate.commissioning ?? 'FAILURE';
    if (result === 'FAILURE') addAuditEvent(batch, chfId, at, fate.reasonCode, context);
    if (result === 'SUCCESS' && toBeCommissionedByDcc) {
      pending.push(attempt);
      continue;
    }
    concludeAttempt(attempt, { at, result, reasonCode: fate.reasonCode }, batch, context);
    if (fate.contradicted) {
      const opposite: CommissioningRow =
        result === 'SUCCESS'
          ? { chfId, result: 'FAILURE', reasonCode: 'LATE1' }
          : { chfId, result: 'SUCCESS' };
      scheduleCommissioningFile(batch, groupId, at + 30 * HOUR, [opposite], context);
    }
  }
  planOutcomes(batch, groupId, pending, at, context);
}

function commissioningRow({ fate, authorised }: Attempt): CommissioningRow {
  const { chfId, number } = authorised.installation;
  if (fate.commissioning === 'SUCCESS') return { chfId, result: 'SUCCESS' };
  const rollback = number % 4 === 0 ? 'NOT_POSSIBLE' : number % 4 === 1 ? undefined : 'COMPLETED';
  return { chfId, result: 'FAILURE', reasonCode: fate.reasonCode, rollback };
}

function scheduleCommissioningFile(
  { cohort, reference }: CommonFileBatch,
  groupId: string,
  createdAt: Instant,
  rows: readonly CommissioningRow[],
  { schedule }: PlanContext,
): void {
  const originatorId = cohort.s1spId;
  schedule.addNumbered(createdAt, `S1SPCF/${originatorId}`, (counter) =>
    commissioningFile({ originatorId, counter, groupId, createdAt }, reference, rows),
  );
}

function addAuditEvent(
  { cohort, reference }: CommonFileBatch,
  chfId: string,
  at: Instant,
  reasonCode: string | undefined,
  { auditEvents }: PlanContext,
): void {
  auditEvents.add(at, {
    kind: 'S1SPAUD',
    originatorId: cohort.s1spId,
    row: {
      at,
      commonFile: reference,
      chfId,
      eventType: 'COMMISSIONING',
      outcome: 'FAILED',
      detail: `Reason ${reasonCode ?? 'none'}, see "${chfId}"`,
    },
  });
}
