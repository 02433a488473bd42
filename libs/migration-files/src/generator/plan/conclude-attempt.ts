import type { CommonFileReference } from '../files/common-files';
import type { OutcomeResult } from '../files/outcome-files';
import { DAY, type Instant } from '../instant';
import type { SampleCohort } from '../sample-market';
import type { AttemptFate } from './attempt-fate';
import { planCompletions } from './plan-completions';
import type { MigrationCandidate, PlanContext } from './plan-context';

/** A Migration Common File that later files speak of. */
export interface CommonFileBatch {
  readonly cohort: SampleCohort;
  readonly reference: CommonFileReference;
}

export interface Attempt extends MigrationCandidate {
  readonly fate: AttemptFate;
}

const MOST_ATTEMPTS = 5;
const RETRIED_PER_MILLE = 700;
const COMPLETED_WITH_WARNING_PER_MILLE = 30;

/** After a success the authorisations are complete; after a failure the installation is tried again, or given up. */
export function concludeAttempt(
  attempt: Attempt,
  conclusion: {
    readonly at: Instant;
    readonly result: OutcomeResult;
    readonly reasonCode?: string | undefined;
  },
  { reference }: CommonFileBatch,
  context: PlanContext,
): void {
  const { at, result, reasonCode } = conclusion;
  const random = context.seed.fork('conclusion', attempt.authorised.installation.number, attempt.attempt);
  const completion = { at, reasonCode, phase: 'MIGRATION', mcfCounter: reference.mcfCounter } as const;
  if (result === 'SUCCESS') {
    const hasWarning = random.chance(COMPLETED_WITH_WARNING_PER_MILLE);
    const status = hasWarning ? 'WARNING' : 'SUCCESS';
    planCompletions(
      attempt.authorised,
      { ...completion, status, reasonCode: hasWarning ? 'W0100' : undefined },
      context,
    );
  } else if (attempt.attempt < MOST_ATTEMPTS && random.chance(RETRIED_PER_MILLE)) {
    planCompletions(attempt.authorised, { ...completion, status: 'IN_PROGRESS' }, context);
    const nextDay = at - (at % DAY) + random.integer(1, 3) * DAY;
    context.candidates.add(nextDay, { authorised: attempt.authorised, attempt: attempt.attempt + 1 });
  } else {
    planCompletions(attempt.authorised, { ...completion, status: 'FAILED' }, context);
  }
}
