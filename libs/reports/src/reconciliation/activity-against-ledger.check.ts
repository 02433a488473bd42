import type { ReportContext } from '../queries/report-query';
import type { ReconciliationCheck } from './reconciliation-check';

/**
 * S1MIG-005: successes and failures of the day are the outcomes in the ledger of S1MIG-001 and 002 that were completed on
 * it; in a DNO's report once per Responsible Supplier (R25).
 */
export const activityAgainstLedger: ReconciliationCheck = {
  reportId: 'S1MIG-005',
  against: 'ledger of S1MIG-001 and 002',
  appliesTo: () => true,
  disagreements: (context) => `
    WITH told AS (
      SELECT coalesce(sum(c6::bigint), 0) AS succeeded, coalesce(sum(c7::bigint), 0) AS failed FROM reported
    ), ledger AS (
      SELECT coalesce(sum(a.times) FILTER (WHERE e.report_id = 'S1MIG-001'), 0) AS succeeded,
             coalesce(sum(a.times) FILTER (WHERE e.report_id = 'S1MIG-002'), 0) AS failed
        FROM (${concludedThatDay(context)}) a
        JOIN entitlement e ON e.attempt_id = a.id AND e.recipient_id = $1
    )
    SELECT 'completed on ' || report_date(utc_day($2::timestamptz)) || ', ' || figure.what AS what,
           reported, found, NULL AS explanation
      FROM told
     CROSS JOIN ledger
     CROSS JOIN LATERAL (VALUES ('succeeded', told.succeeded, ledger.succeeded),
                                ('failed', told.failed, ledger.failed)) figure (what, reported, found)
     WHERE reported <> found`,
};

/** The attempts of the recipient that concluded that day, and how many times its report counts each. */
function concludedThatDay({ recipientRole, settings }: ReportContext): string {
  const thatDay = 'commenced_at IS NOT NULL AND concluded_at BETWEEN $2::timestamptz AND $3::timestamptz';
  if (recipientRole === 'SUPPLIER') {
    return `SELECT id, 1 AS times FROM attempt WHERE electricity_supplier_id = $1 AND ${thatDay}
            UNION
            SELECT id, 1 FROM attempt WHERE gas_supplier_id = $1 AND ${thatDay}`;
  }
  const gas = settings.dnoSeesGasMeter
    ? `(gas_supplier_id IS NOT NULL AND gas_supplier_id IS DISTINCT FROM electricity_supplier_id)::int`
    : '0';
  return `SELECT id, (electricity_supplier_id IS NOT NULL)::int + ${gas} AS times
            FROM attempt
           WHERE distributor_id IN (SELECT distributor_id FROM distributor WHERE user_id = $1) AND ${thatDay}`;
}
