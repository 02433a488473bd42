import type { ReportId } from '@app/mrr';
import { concludedAttempts } from './concluded-attempts.query';
import type { ReportQuery } from './report-query';
import { inProcessAttempts } from './s1mig-003.query';
import { migrationsByCommencementDate } from './s1mig-004.query';
import { activityOfPreviousDay } from './s1mig-005.query';
import { authorisationOutcomes } from './s1mig-006.query';
import { activeMigrationsAgainstCommitment } from './s1mig-007.query';
import { authorisationsAgainstCommitment } from './s1mig-008.query';
import { authorisationsByPriority } from './s1mig-009.query';
import { validationResponses } from './s1mig-010.query';

/** One query per report; a report without one does not compile. */
export const REPORT_QUERIES: Readonly<Record<ReportId, ReportQuery>> = {
  'S1MIG-001': concludedAttempts('S1MIG-001'),
  'S1MIG-002': concludedAttempts('S1MIG-002'),
  'S1MIG-003': inProcessAttempts,
  'S1MIG-004': migrationsByCommencementDate,
  'S1MIG-005': activityOfPreviousDay,
  'S1MIG-006': authorisationOutcomes,
  'S1MIG-007': activeMigrationsAgainstCommitment,
  'S1MIG-008': authorisationsAgainstCommitment,
  'S1MIG-009': authorisationsByPriority,
  'S1MIG-010': validationResponses,
};

/** Whether a ledger says what an issue told; the others tell what the data is at the moment. */
export function hasLedger(reportId: ReportId): boolean {
  return REPORT_QUERIES[reportId].claim !== undefined;
}
