import type { FieldViolation, ReportId } from '@app/mrr';

/**
 * A row breaks its report's definition (a value longer than its maximum, an empty mandatory field …). Nothing is cut:
 * the slot fails and an alert is raised (fine print 35).
 */
export class ReportValueError extends Error {
  readonly code = 'REPORT.VALUE';

  constructor(reportId: ReportId, rowNumber: number, violation: FieldViolation) {
    super(`${reportId} row ${rowNumber}: ${violation.message}`);
    this.name = 'ReportValueError';
  }
}
