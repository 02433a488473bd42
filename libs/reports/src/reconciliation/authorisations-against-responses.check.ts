import type { ReconciliationCheck } from './reconciliation-check';

/**
 * S1MIG-008: validated and rejected are what the S1MIG-010 told of the same authorisations. A response that is not told
 * yet counts as long as it is owed: dated after the last Thursday sweep, loaded after it, or with a slot of its own to
 * come. Those that another supplier submitted are told to the submitter (fine print 25) and count as they are.
 */
export const authorisationsAgainstResponses: ReconciliationCheck = {
  reportId: 'S1MIG-008',
  against: 'responses told in S1MIG-010',
  appliesTo: () => true,
  disagreements: () => `
    WITH told AS (
      SELECT sum(c6::bigint) AS validated, sum(c7::bigint) AS rejected FROM reported
    ), sweep AS (
      SELECT slot_time, report_created_at FROM slot
       WHERE report_id = 'S1MIG-010' AND recipient_id = $1 AND cause = 'calendar' AND slot_time <= $3::timestamptz
         AND (state IN ('built', 'delivering', 'delivered') OR state = 'nil' AND nil_reason = 'NO_ROWS')
       ORDER BY slot_time DESC
       LIMIT 1
    ), responses AS (
      SELECT count(*) FILTER (WHERE ruling.result IN ('ACCEPTED', 'WARNING')) AS validated,
             count(*) FILTER (WHERE ruling.result = 'REJECTED') AS rejected
        FROM authorisation m
       CROSS JOIN LATERAL (
         SELECT r.result
           FROM authorisation_response r
           JOIN source_file f ON f.id = r.source_file_id
           LEFT JOIN sweep ON true
          WHERE r.authorisation_id = m.id AND r.responded_at <= $3::timestamptz
            AND (r.issue_id IS NOT NULL
                 OR m.authorising_party_id <> $1
                 OR sweep.slot_time IS NULL
                 OR r.responded_at > sweep.slot_time
                 OR f.finished_at > sweep.report_created_at
                 OR EXISTS (SELECT 1 FROM slot s
                             WHERE s.report_id = 'S1MIG-010' AND s.recipient_id = $1 AND s.cause = r.mavr_file_name
                               AND s.slot_time = r.responded_at AND s.state IN ('planned', 'queued', 'building')))
          ORDER BY r.responded_at DESC, r.mavr_file_name COLLATE "C" DESC
          LIMIT 1) ruling
       WHERE m.responsible_supplier_id = $1
         AND m.is_supplier_submitted
         AND m.created_at <= $3::timestamptz
         AND m.migration_week BETWEEN utc_day($2::timestamptz) AND utc_day($2::timestamptz) + 21
    )
    SELECT figure.what || ' in four weeks' AS what, reported, found, NULL AS explanation
      FROM told
     CROSS JOIN responses
     CROSS JOIN LATERAL (VALUES ('validated', told.validated, responses.validated),
                                ('rejected', told.rejected, responses.rejected)) figure (what, reported, found)
     WHERE reported <> found`,
};
