import { reportDefinition } from '../report-definitions/all-reports';
import type { ReportId } from '../report-definitions/report-definition';
import { dayOf } from './migration-week';
import { DAY_MS, HOUR_MS } from './utc-format';

/** All slot times of a report from `from` to `to`, both included, ascending. S1MIG-010: the Thursday sweeps. */
export function slotTimes(report: ReportId, from: Date, to: Date): Date[] {
  const { hours, weekday } = reportDefinition(report).schedule;
  const times: Date[] = [];
  for (let day = dayOf(from).getTime(); day <= to.getTime(); day += DAY_MS) {
    if (weekday === undefined || new Date(day).getUTCDay() === weekday) {
      times.push(...hours.map((hour) => new Date(day + hour * HOUR_MS)));
    }
  }
  return times.filter((time) => time >= from && time <= to);
}
