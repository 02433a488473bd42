import { applicablePeriod } from '@app/mrr';
import type { ApplicablePeriod, ReportId } from '@app/mrr';

/** The period that a slot of a report with an applicable date speaks of. */
export function periodOf(reportId: ReportId, slotTime: Date): ApplicablePeriod {
  const period = applicablePeriod(reportId, slotTime);
  if (!period) throw new TypeError(`${reportId} has no applicable period`);
  return period;
}
