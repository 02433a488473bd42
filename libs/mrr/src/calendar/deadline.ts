import type { ReportId } from '../report-definitions/report-definition';
import { dayOf, endOfDay } from './migration-week';
import { DAY_MS, HOUR_MS } from './utc-format';

/**
 * How long after its slot time a report counts as late. The regime gives a time for S1MIG-003 (by 06:00, planned at
 * 05:00) and S1MIG-010 (Thursday 23:59:59) only; an hour is the product's own measure for the others.
 */
export const DEFAULT_DEADLINE_MS = HOUR_MS;

const THURSDAY = 4;

/**
 * Instant after which a slot is late (R19, R20). `allowanceMs` replaces the hour of those reports for which the
 * regime sets no time. S1MIG-010, response slots and sweep alike: the first Thursday 23:59:59 at or after the slot time.
 */
export function slotDeadline(report: ReportId, slotTime: Date, allowanceMs = DEFAULT_DEADLINE_MS): Date {
  switch (report) {
    case 'S1MIG-003':
      return new Date(slotTime.getTime() + HOUR_MS);
    case 'S1MIG-010': {
      const daysToThursday = (THURSDAY - slotTime.getUTCDay() + 7) % 7;
      return endOfDay(new Date(dayOf(slotTime).getTime() + daysToThursday * DAY_MS));
    }
    default:
      return new Date(slotTime.getTime() + allowanceMs);
  }
}
