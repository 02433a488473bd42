import { Attempt, inProcessAt } from './attempts';
import { suppliersOf } from './entitlement';
import { DAY, Instant, dayText } from './instants';
import { mayBeReportedTo } from './master-data';
import { groupBy, sortedBy } from './orders';
import { Issue, ReportModel, Sighting } from './regime';
import { distributor } from './report-004';
import { Organisation } from './records';
import { endOfPreviousDay, slotsOf } from './slots';

interface Line {
  supplier: string;
  distributor: string;
  attempt: Attempt;
}

/** R25: rows exist where something happened that day; in progress is the stock at 23:59:59. */
export const report005: ReportModel = (regime, recipient, from, to): Issue[] => {
  const role = recipient.role as 'SUPPLIER' | 'DNO';
  const lines = regime.sightings(role, recipient.userId).flatMap((one) => linesOf(recipient, one));
  const groups = groupBy(lines, (line) => [line.supplier, line.distributor, line.attempt.groupId].join());
  const ordered = sortedBy(groups.values(), ([one]) => [
    one!.supplier,
    one!.distributor,
    one!.attempt.groupId,
  ]);
  const issues: Issue[] = [];
  for (const slot of slotsOf('S1MIG-005', from, to)) {
    if (!mayBeReportedTo(recipient, slot)) continue;
    const at = endOfPreviousDay(slot);
    const rows = ordered.map((group) => row(group, at)).filter((cells) => cells !== null);
    if (rows.length > 0) issues.push({ slot, header: [dayText(at)], rows });
  }
  return issues;
};

/** A supplier has its own line; a DNO one per Responsible Supplier User ID (fine print 18: also of affiliates). */
function linesOf(recipient: Organisation, sighting: Sighting): Line[] {
  const { attempt } = sighting;
  const suppliers = recipient.role === 'DNO' ? suppliersOf(attempt.common) : [recipient.userId];
  return suppliers.map((supplier) => ({ supplier, distributor: distributor(sighting), attempt }));
}

function row(group: Line[], at: Instant): string[] | null {
  const attempts = group.map(({ attempt }) => attempt);
  const thatDay = (instant: Instant | undefined): boolean =>
    instant !== undefined && instant <= at && instant > at - DAY;
  const commenced = attempts.filter((one) => thatDay(one.commenced)).length;
  const concluded = attempts.filter((one) => thatDay(one.conclusion?.created));
  if (commenced + concluded.length === 0) return null;
  const succeeded = concluded.filter((one) => one.conclusion!.success).length;
  const inProgress = attempts.filter((one) => inProcessAt(one, at)).length;
  const counts = [commenced, succeeded, concluded.length - succeeded, inProgress];
  return ['10', group[0]!.supplier, group[0]!.distributor, group[0]!.attempt.groupId, ...counts.map(String)];
}
