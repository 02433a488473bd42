import { AuthorisationCase, authorisationCases, rulingResponse } from './authorisations';
import { commitmentOf, daysOfWeek } from './commitments';
import { Instant, WEEK, dayText, startOfDay } from './instants';
import { mayBeReportedTo } from './master-data';
import { Organisation } from './records';
import { Issue, Regime, ReportModel } from './regime';
import { slotsOf } from './slots';
import { isStarted } from './start-switch';

/** R29: the previous four weeks whenever any of them has a commitment or a supplier-submitted MA. */
export const report008: ReportModel = (regime, recipient, from, to): Issue[] => {
  const own = authorisationCases(regime).filter(
    ({ ma }) => ma.supplier === recipient.userId && ma.submittedBy === 'SUPPLIER',
  );
  const issues: Issue[] = [];
  for (const slot of slotsOf('S1MIG-008', from, to)) {
    if (!mayBeReportedTo(recipient, slot) || !isStarted(regime, slot)) continue;
    const first = startOfDay(slot) - 4 * WEEK;
    const weeks = [0, 1, 2, 3].map((number) => weekLine(regime, recipient, own, first + number * WEEK, slot));
    if (!weeks.some((week) => week.hasSomething)) continue;
    issues.push({ slot, header: [dayText(first)], rows: weeks.map((week) => week.cells) });
  }
  return issues;
};

/** Only what was known at the slot time counts. */
function weekLine(
  regime: Regime,
  recipient: Organisation,
  own: AuthorisationCase[],
  monday: Instant,
  slot: Instant,
) {
  const committed = daysOfWeek(monday)
    .map((day) => commitmentOf(regime, recipient.userId, day, slot))
    .filter((quantity) => quantity !== null);
  const received = own.filter(({ ma }) => ma.week === monday && ma.created <= slot);
  const ruling = received.map((one) => rulingResponse(one, slot)?.result);
  const rejected = ruling.filter((result) => result === 'REJECTED').length;
  const validated = ruling.filter((result) => result === 'ACCEPTED' || result === 'WARNING').length;
  const total = committed.reduce((sum, quantity) => sum + quantity, 0);
  return {
    hasSomething: committed.length > 0 || received.length > 0,
    cells: [
      '10',
      recipient.userId,
      dayText(monday),
      ...[total, received.length, validated, rejected].map(String),
    ],
  };
}
