import { commitmentOf, daysOfWeek } from './commitments';
import { WEEK, dayText, startOfDay } from './instants';
import { mayBeReportedTo } from './master-data';
import { CommonRecord } from './records';
import { Issue, Regime, ReportModel } from './regime';
import { slotsOf } from './slots';
import { isStarted } from './start-switch';

/** R28: a row per day of the previous week with a commitment (zero included) or an active commencement. */
export const report007: ReportModel = (regime, recipient, from, to): Issue[] => {
  const active = regime
    .sightings('SUPPLIER', recipient.userId)
    .filter(({ attempt }) => hasActiveMeter(regime, attempt.common, recipient.userId));
  const issues: Issue[] = [];
  for (const slot of slotsOf('S1MIG-007', from, to)) {
    if (!mayBeReportedTo(recipient, slot) || !isStarted(regime, slot)) continue;
    const monday = startOfDay(slot) - WEEK;
    const rows: string[][] = [];
    for (const day of daysOfWeek(monday)) {
      const committed = commitmentOf(regime, recipient.userId, day, slot);
      const commenced = active.filter(({ attempt }) => startOfDay(attempt.commenced) === day).length;
      if (committed === null && commenced === 0) continue;
      rows.push(['10', recipient.userId, dayText(day), String(committed ?? 0), String(commenced)]);
    }
    if (rows.length > 0) issues.push({ slot, header: [dayText(monday)], rows });
  }
  return issues;
};

/** It is responsible for an active meter; an affiliate that hears of both counts either (fine print 18). */
function hasActiveMeter(regime: Regime, common: CommonRecord, userId: string): boolean {
  const both = regime.entitlement.receivingAffiliate(common) === userId;
  return [common.electricity, common.gas].some(
    (meter) => meter?.active && (both || meter.supplier === userId),
  );
}
