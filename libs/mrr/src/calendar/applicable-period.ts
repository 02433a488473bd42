import { reportDefinition } from '../report-definitions/all-reports';
import type { ApplicablePeriodKind, ReportId } from '../report-definitions/report-definition';
import { dayOf, mondayOf } from './migration-week';
import { DAY_MS, formatDate, formatDateTime, SECOND_MS, WEEK_MS } from './utc-format';

/** The time that a report speaks of. */
export interface ApplicablePeriod {
  /** First second (00:00:00). */
  readonly start: Date;
  /** Last second (23:59:59); the instant of a snapshot. */
  readonly end: Date;
  /** Value of header column 7, in the form that the report's definition asks for. */
  readonly header: string;
}

const LENGTH_MS: Readonly<Record<Exclude<ApplicablePeriodKind, 'none'>, number>> = {
  'previous-day': DAY_MS,
  'previous-28-days': 28 * DAY_MS,
  'previous-week': WEEK_MS,
  'previous-four-weeks': 4 * WEEK_MS,
};

/**
 * The period of a slot (MRR 3.1.3, 3.1.4; R19, R24, R28, R29); null for S1MIG-001, 002 and 010, which have none.
 * It ends before the slot's day for a daily report, before the slot's Monday for a weekly one.
 */
export function applicablePeriod(report: ReportId, slotTime: Date): ApplicablePeriod | null {
  const { period, header } = reportDefinition(report);
  if (period === 'none') {
    return null;
  }
  const border = period === 'previous-day' ? dayOf(slotTime) : mondayOf(slotTime);
  const start = new Date(border.getTime() - LENGTH_MS[period]);
  const end = new Date(border.getTime() - SECOND_MS);
  const asDateTime = header[6]?.type === 'DateTime';
  return { start, end, header: asDateTime ? formatDateTime(end) : formatDate(start) };
}
