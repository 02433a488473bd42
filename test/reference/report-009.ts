import { authorisationCases, rulingResponse } from './authorisations';
import { roundHalfUp } from './blocks';
import { Instant, WEEK, dayText, startOfDay } from './instants';
import { mayBeReportedTo } from './master-data';
import { groupBy, sortedBy } from './orders';
import { Authorisation } from './records';
import { Issue, Regime, ReportModel } from './regime';
import { slotsOf } from './slots';
import { isStarted } from './start-switch';

/** R30: to every supplier User ID, even with its header alone, unless no MA at all was validated in that week. */
export const report009: ReportModel = (regime, recipient, from, to): Issue[] => {
  const issues: Issue[] = [];
  for (const slot of slotsOf('S1MIG-009', from, to)) {
    if (!mayBeReportedTo(recipient, slot) || !isStarted(regime, slot)) continue;
    const monday = startOfDay(slot) - WEEK;
    const bySupplier = groupBy(validated(regime, monday, slot), (ma) => ma.supplier);
    if (bySupplier.size === 0) continue;
    const own = quantities(bySupplier.get(recipient.userId) ?? []);
    bySupplier.delete(recipient.userId);
    const others = sortedBy([...bySupplier.values()].map(quantities), (one) => [-total(one), ...one]);
    const rows = others.map((one, at) => ['10', String(at + 1), ...one.map(String), ...percentages(one)]);
    issues.push({ slot, header: [dayText(monday), ...own.map(String), ...percentages(own)], rows });
  }
  return issues;
};

/** MA records whose ruling response at the slot is an acceptance of the previous week (fine print 8). */
function validated(regime: Regime, monday: Instant, slot: Instant): Authorisation[] {
  return authorisationCases(regime)
    .filter((one) => {
      const ruling = one.ma.created <= slot ? rulingResponse(one, slot) : null;
      if (!ruling || ruling.result === 'REJECTED') return false;
      return ruling.responded >= monday && ruling.responded < monday + WEEK;
    })
    .map(({ ma }) => ma);
}

/** Active, of those with priority, dormant, of those with priority. */
type Quantities = [active: number, activePriority: number, dormant: number, dormantPriority: number];

function quantities(authorisations: Authorisation[]): Quantities {
  const count = (active: boolean, priority: boolean): number =>
    authorisations.filter((ma) => ma.active === active && (ma.priority || !priority)).length;
  return [count(true, false), count(true, true), count(false, false), count(false, true)];
}

function total([active, , dormant]: Quantities): number {
  return active + dormant;
}

function percentages([active, activePriority, dormant, dormantPriority]: Quantities): string[] {
  return [
    percentage(activePriority, active),
    percentage(dormantPriority, dormant),
    percentage(activePriority + dormantPriority, active + dormant),
  ];
}

function percentage(part: number, whole: number): string {
  return whole === 0 ? '' : String(roundHalfUp(100 * part, whole));
}
