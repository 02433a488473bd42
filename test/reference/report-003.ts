import { inProcessAt, pendingSince } from './attempts';
import { deviceBlock, installationBlock } from './blocks';
import { Instant, instantText } from './instants';
import { mayBeReportedTo } from './master-data';
import { sortedBy } from './orders';
import { Issue, Regime, ReportModel, Sighting } from './regime';
import { identity } from './report-001-002';
import { endOfPreviousDay, slotsOf } from './slots';

/** R19: a stock as at 23:59:59 of the previous day, repeated daily. */
export const report003: ReportModel = (regime, recipient, from, to): Issue[] => {
  const sightings = regime.sightings(recipient.role as 'SUPPLIER' | 'DNO', recipient.userId);
  const issues: Issue[] = [];
  for (const slot of slotsOf('S1MIG-003', from, to)) {
    if (!mayBeReportedTo(recipient, slot)) continue;
    const at = endOfPreviousDay(slot);
    const stock = sightings.filter(({ attempt }) => inProcessAt(attempt, at));
    const ordered = sortedBy(stock, ({ attempt }) => [lastChange(attempt, at), ...identity(attempt)]);
    if (stock.length === 0) continue;
    issues.push({ slot, header: [instantText(at)], rows: ordered.map((one) => row(regime, one, at)) });
  }
  return issues;
};

function lastChange(attempt: Sighting['attempt'], at: Instant): Instant {
  return pendingSince(attempt, at)?.created ?? attempt.commenced;
}

function row(regime: Regime, { attempt, view }: Sighting, at: Instant): string[] {
  const pending = pendingSince(attempt, at);
  return [
    ...installationBlock(attempt, view, regime.entitlement.isSplit(attempt.common), pending, pending),
    ...deviceBlock(attempt.common, view),
    pending ? 'Commissioning Pending' : 'Group File Received',
    instantText(lastChange(attempt, at)),
  ];
}
