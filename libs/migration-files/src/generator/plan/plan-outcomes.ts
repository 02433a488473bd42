import {
  commissioningOutcomeFile,
  type CommissioningOutcomeRow,
  type OutcomeResult,
  type SmartMeteringSystemOutcome,
} from '../files/outcome-files';
import { HOUR, MINUTE, type Instant } from '../instant';
import { concludeAttempt, type Attempt, type CommonFileBatch } from './conclude-attempt';
import { groupBy } from './group-by';
import type { PlanContext } from './plan-context';

/** Minutes from the S1SP's success to the Commissioning Party's first and second file. */
const OUTCOME_DELAYS: readonly (readonly [number, number])[] = [
  [20, 130],
  [360, 840],
];

/** The Commissioning Party's answers to one file of the S1SP; only installations that the DCC is to commission get here. */
export function planOutcomes(
  batch: CommonFileBatch,
  groupId: string,
  attempts: readonly Attempt[],
  commissionedAt: Instant,
  context: PlanContext,
): void {
  const { smsoId, mcfCounter } = batch.reference;
  const random = context.seed.fork('outcomes', smsoId, mcfCounter, groupId, commissionedAt);
  const answered = attempts.filter(({ fate }) => fate.outcome !== undefined);
  for (const wave of groupBy(answered, ({ fate }) => String(fate.outcomeWave)).values()) {
    const [shortest, longest] = OUTCOME_DELAYS[wave[0]?.fate.outcomeWave ?? 0] ?? [60, 60];
    const at = commissionedAt + random.integer(shortest * MINUTE, longest * MINUTE);
    scheduleOutcomeFile(batch, groupId, at, wave.map(outcomeRow), context);
    for (const attempt of wave) conclude(attempt, batch, groupId, at, context);
  }
}

function conclude(
  attempt: Attempt,
  batch: CommonFileBatch,
  groupId: string,
  at: Instant,
  context: PlanContext,
): void {
  const { fate, authorised } = attempt;
  const { chfId } = authorised.installation;
  const result = fate.outcome ?? 'FAILURE';
  concludeAttempt(attempt, { at, result, reasonCode: fate.reasonCode }, batch, context);
  context.auditEvents.add(at, {
    kind: 'CPAUD',
    originatorId: batch.cohort.commissioningPartyId,
    row: { at, commonFile: batch.reference, chfId, eventType: 'COMMISSIONING_REQUEST', outcome: result },
  });
  if (fate.contradicted) {
    const opposite = result === 'SUCCESS' ? 'FAILURE' : 'SUCCESS';
    scheduleOutcomeFile(batch, groupId, at + 30 * HOUR, [{ chfId, result: opposite, systems: [] }], context);
  }
}

/** Three ways to say the same: with the installation's result, with its systems' results, or with both. */
function outcomeRow({ fate, authorised }: Attempt): CommissioningOutcomeRow {
  const { chfId, number, electricity, gas } = authorised.installation;
  const result: OutcomeResult = fate.outcome ?? 'FAILURE';
  const meters = [electricity, gas].flatMap((meter) => meter ?? []);
  const systems = meters.map((meter, index): SmartMeteringSystemOutcome =>
    result === 'FAILURE' && index === meters.length - 1
      ? { mpxn: meter.mpxn, result, reasonCode: fate.reasonCode }
      : { mpxn: meter.mpxn, result: 'SUCCESS' },
  );
  const form = number % 3;
  return {
    chfId,
    result: form === 1 ? undefined : result,
    reasonCode: form === 1 ? undefined : fate.reasonCode,
    systems: form === 0 ? [] : systems,
  };
}

function scheduleOutcomeFile(
  { cohort, reference }: CommonFileBatch,
  groupId: string,
  createdAt: Instant,
  rows: readonly CommissioningOutcomeRow[],
  { schedule }: PlanContext,
): void {
  const originatorId = cohort.commissioningPartyId;
  schedule.addNumbered(createdAt, `COF/${originatorId}`, (counter) =>
    commissioningOutcomeFile({ originatorId, counter, groupId, createdAt }, reference, rows),
  );
}
