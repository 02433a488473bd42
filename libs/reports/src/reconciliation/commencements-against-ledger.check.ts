import type { ReconciliationCheck } from './reconciliation-check';

/**
 * S1MIG-004, per commencement day: successes and failures are the outcomes in the ledger of S1MIG-001 and 002 that were
 * complete by the end of the window.
 */
export const commencementsAgainstLedger: ReconciliationCheck = {
  reportId: 'S1MIG-004',
  against: 'ledger of S1MIG-001 and 002',
  appliesTo: () => true,
  disagreements: () => `
    WITH told AS (
      SELECT c5::text AS day, sum(c7::bigint) AS succeeded, sum(c8::bigint) AS failed FROM reported GROUP BY 1
    ), attempts AS (
      SELECT id, commenced_at FROM attempt
       WHERE electricity_supplier_id = $1 AND commenced_at BETWEEN $2::timestamptz AND $3::timestamptz
      UNION
      SELECT id, commenced_at FROM attempt
       WHERE gas_supplier_id = $1 AND commenced_at BETWEEN $2::timestamptz AND $3::timestamptz
    ), ledger AS (
      SELECT report_date(utc_day(a.commenced_at)) AS day,
             count(*) FILTER (WHERE e.report_id = 'S1MIG-001') AS succeeded,
             count(*) FILTER (WHERE e.report_id = 'S1MIG-002') AS failed
        FROM attempts a
        JOIN entitlement e ON e.attempt_id = a.id AND e.recipient_id = $1 AND e.concluded_at <= $3::timestamptz
       GROUP BY 1
    )
    SELECT 'commenced on ' || day || ', ' || figure.what AS what, reported, found, NULL AS explanation
      FROM told FULL JOIN ledger USING (day)
     CROSS JOIN LATERAL (VALUES
       ('succeeded', coalesce(told.succeeded, 0), coalesce(ledger.succeeded, 0)),
       ('failed', coalesce(told.failed, 0), coalesce(ledger.failed, 0))) figure (what, reported, found)
     WHERE reported <> found
     ORDER BY day, figure.what`,
};
