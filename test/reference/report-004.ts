import { Attempt, outcomeAt } from './attempts';
import { roundHalfUp } from './blocks';
import { DAY, Instant, dayText, instantText } from './instants';
import { mayBeReportedTo } from './master-data';
import { groupBy, sortedBy } from './orders';
import { Issue, ReportModel, Sighting } from './regime';
import { endOfPreviousDay, slotsOf } from './slots';

/** R24: commencements of the 28 days that end on the Sunday before the slot, everything as at its 23:59:59. */
export const report004: ReportModel = (regime, recipient, from, to): Issue[] => {
  const sightings = regime.sightings('SUPPLIER', recipient.userId);
  const issues: Issue[] = [];
  for (const slot of slotsOf('S1MIG-004', from, to)) {
    if (!mayBeReportedTo(recipient, slot)) continue;
    const at = endOfPreviousDay(slot);
    const window = sightings.filter(
      ({ attempt }) => attempt.commenced <= at && attempt.commenced > at - 28 * DAY,
    );
    const groups = groupBy(window, (one) => [distributor(one), one.attempt.groupId, day(one)].join());
    const rows = sortedBy(groups.values(), ([one]) => [day(one!), distributor(one!), one!.attempt.groupId]);
    if (rows.length === 0) continue;
    const attempts = rows.map((group) => row(recipient.userId, group, at));
    issues.push({ slot, header: [instantText(at)], rows: attempts });
  }
  return issues;
};

/** Empty where it is masked or there is no MPAN. */
export function distributor({ attempt, view }: Sighting): string {
  return (view.electricity && attempt.common.electricity?.mpxn.slice(0, 2)) || '';
}

function day({ attempt }: Sighting): string {
  return dayText(attempt.commenced);
}

function row(userId: string, group: Sighting[], at: Instant): string[] {
  const attempts = group.map(({ attempt }) => attempt);
  const succeeded = attempts.filter((attempt) => outcomeAt(attempt, at) === 'success').map(duration);
  const failed = attempts.filter((attempt) => outcomeAt(attempt, at) === 'failure').map(duration);
  const ofNumber = (test: (number: number) => boolean): number =>
    attempts.filter((one) => test(one.number)).length;
  return [
    '10',
    userId,
    distributor(group[0]!),
    group[0]!.attempt.groupId,
    day(group[0]!),
    String(attempts.length),
    String(succeeded.length),
    String(failed.length),
    String(attempts.length - succeeded.length - failed.length),
    average(succeeded),
    average(failed),
    maximum(succeeded),
    maximum(failed),
    String(ofNumber((number) => number === 1)),
    String(ofNumber((number) => number === 2)),
    String(ofNumber((number) => number === 3)),
    String(ofNumber((number) => number > 3)),
  ];
}

/** Seconds from commencement to completion; a negative one counts as 0. */
function duration(attempt: Attempt): number {
  return Math.max(0, attempt.conclusion!.created - attempt.commenced);
}

/** Fine print 16: the mean of exact seconds, rounded once. */
function average(seconds: number[]): string {
  if (seconds.length === 0) return '';
  const total = seconds.reduce((sum, one) => sum + one, 0);
  return String(roundHalfUp(total, 60 * seconds.length));
}

function maximum(seconds: number[]): string {
  return seconds.length === 0 ? '' : String(roundHalfUp(Math.max(...seconds), 60));
}
