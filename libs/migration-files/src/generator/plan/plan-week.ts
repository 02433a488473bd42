import { DAY, MINUTE, WEEK, type Instant } from '../instant';
import { PRE_MIGRATION_CHECK_GROUP, sampleInstallation } from '../sample-installation';
import { planAuthorisations, type PlannedInstallation } from './plan-authorisations';
import { planCommitments } from './plan-commitments';
import type { AuthorisedInstallation, PlanContext } from './plan-context';
import { planCompletions } from './plan-completions';

/** Share of a full day's installations by weekday, Monday first, in percent. */
const DAY_SHARES = [100, 100, 100, 100, 90, 40, 10];
const NEVER_USED_PER_MILLE = 12;
const PRE_MIGRATION_FAILURE_PER_MILLE = 70;

/**
 * Decides one Migration Week on the Monday before it: who is to be migrated on which day, the authorisations and
 * commitments for it, and which of the accepted authorisations will never lead to a migration.
 *
 * @returns the number of the next installation
 */
export function planWeek(
  week: Instant,
  installationsPerDay: number,
  firstInstallation: number,
  context: PlanContext,
): number {
  const planned: PlannedInstallation[] = [];
  let number = firstInstallation;
  DAY_SHARES.forEach((share, weekday) => {
    const quantity = Math.ceil((installationsPerDay * share) / 100);
    for (let index = 0; index < quantity; index++) {
      const installation = sampleInstallation(number++, context.market, context.seed);
      planned.push({ installation, migrationDay: week + weekday * DAY });
    }
  });
  planCommitments(week, planned, context);
  planAuthorisations(week, planned, context).forEach((authorised, index) => {
    planFate(authorised, planned[index]?.migrationDay ?? week, week, context);
  });
  return number;
}

function planFate(
  authorised: AuthorisedInstallation,
  migrationDay: Instant,
  week: Instant,
  context: PlanContext,
): void {
  const { number, groupId } = authorised.installation;
  const random = context.seed.fork('fate', number);
  const isRejected = authorised.authorisations.some((authorisation) => !authorisation.accepted);
  if (isRejected || random.chance(NEVER_USED_PER_MILLE)) {
    const at = week + WEEK + 5 * MINUTE;
    planCompletions(authorised, { at, status: 'FAILED', reasonCode: 'EXP01', phase: 'EXPIRED' }, context);
  } else if (groupId === PRE_MIGRATION_CHECK_GROUP && random.chance(PRE_MIGRATION_FAILURE_PER_MILLE)) {
    const earliest = Math.max(week - 3 * DAY, migrationDay - 7 * DAY);
    const at = random.integer(earliest, migrationDay - 1);
    planCompletions(
      authorised,
      { at, status: 'FAILED', reasonCode: 'PRE07', phase: 'PRE_MIGRATION' },
      context,
    );
  } else {
    context.candidates.add(migrationDay, { authorised, attempt: 1 });
  }
}
