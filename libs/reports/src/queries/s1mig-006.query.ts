import { prepared } from '@app/database';
import { authorisationsToReview, moveReviewsOn } from './authorisation-review';
import { deviceColumns } from './installation-columns';
import { periodOf } from './period-of';
import type { ReportQuery } from './report-query';
import { rulingResponse } from './ruling-response';

/**
 * S1MIG-006: every authorisation in the outcome state that it had at 23:59:59 of the previous day, if that state was
 * never told before (R26, R27, R31; fine print 1, 2, 22-24).
 */
export const authorisationOutcomes: ReportQuery = {
  reportId: 'S1MIG-006',
  async claim(client, { recipientId, slotTime, issueId }) {
    const asAt = periodOf('S1MIG-006', slotTime).end;
    const { ids, isInOrder } = await authorisationsToReview(client, recipientId, slotTime, asAt);
    if (ids.length === 0) return 0;
    const { rowCount } = await client.query(
      prepared(
        `INSERT INTO authorisation_told (authorisation_id, state, issue_id)
       SELECT o.id, o.state, $3
         FROM (${outcomesAsAt('m.id = ANY ($1::bigint[])')}) o
        WHERE o.state IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM authorisation_told t WHERE t.authorisation_id = o.id AND t.state = o.state)`,
        [ids, asAt, issueId],
      ),
    );
    if (isInOrder) await moveReviewsOn(client, ids, asAt);
    return rowCount ?? 0;
  },
  headerValues: (_client, { slotTime }) => Promise.resolve([periodOf('S1MIG-006', slotTime).header]),
  detail: ({ recipientId, slotTime, issueId }) => {
    const visibility = { electricity: 'o.sees_electricity', gas: 'o.sees_gas' };
    return {
      text: `
        SELECT '10', o.responsible_supplier_id, o.ma_file_name,
               CASE WHEN o.sees_electricity THEN o.import_mpan END, CASE WHEN o.sees_gas THEN o.mprn END,
               report_date(o.migrate_on), report_date(o.migration_week), o.includes_dormant::int,
               report_date(utc_day(o.responded_at)), o.response_reason_code,
               CASE WHEN o.state = 'final' THEN report_date(utc_day(o.completed_at)) END,
               CASE o.state WHEN 'in progress' THEN 'In Progress'
                            WHEN 'final' THEN initcap(o.completion_status) END,
               CASE WHEN o.state = 'final' THEN o.completion_reason_code END,
               i.smso_id || '_' || i.requesting_party_id || '_' || lpad(i.mcf_counter::text, 6, '0'),
               ${deviceColumns(visibility)}
          FROM (${outcomesAsAt('m.id IN (SELECT authorisation_id FROM authorisation_told WHERE issue_id = $3::bigint)')}) o
          LEFT JOIN installation_record i ON i.id = o.installation_record_id
         WHERE o.responsible_supplier_id = $1
         ORDER BY o.ma_file_name COLLATE "C", o.ma_record_number`,
      values: [recipientId, periodOf('S1MIG-006', slotTime).end, issueId],
    };
  },
};

/**
 * The outcome of authorisations `m` as at `$2`, with the linked common file record (fine print 24) and what the
 * responsible supplier sees of its meters: those of its own Party (fine print 23), or both if it submitted the
 * authorisation that covers both of its affiliates' meters (R9).
 */
function outcomesAsAt(condition: string): string {
  return `
    SELECT m.*, ruling.responded_at, ruling.includes_dormant, ruling.reason_code AS response_reason_code,
           final.completed_at, final.status AS completion_status, final.reason_code AS completion_reason_code,
           CASE WHEN final.status IS NOT NULL THEN 'final'
                WHEN ruling.result = 'REJECTED' THEN 'rejected'
                WHEN EXISTS (SELECT 1 FROM authorisation_link l JOIN attempt a ON a.id = l.attempt_id
                              WHERE l.authorisation_id = m.id AND a.commenced_at <= $2::timestamptz) THEN 'in progress'
           END AS state,
           linked.id AS installation_record_id,
           linked.id IS NULL OR linked.is_of_affiliate
             OR coalesce(linked.electricity_party = own.party, linked.names_supplier) AS sees_electricity,
           linked.id IS NULL OR linked.is_of_affiliate
             OR coalesce(linked.gas_party = own.party, linked.names_supplier) AS sees_gas
      FROM authorisation m
     CROSS JOIN LATERAL (${rulingResponse('$2::timestamptz')}) ruling
      LEFT JOIN LATERAL (
       SELECT c.status, c.reason_code, c.completed_at, c.smso_id, c.requesting_party_id, c.mcf_counter, c.chf_id
         FROM authorisation_completion c
        WHERE c.authorisation_id = m.id AND c.status <> 'IN_PROGRESS' AND c.completed_at <= $2::timestamptz
        ORDER BY c.completed_at, c.macr_file_name COLLATE "C", c.record_number
        LIMIT 1) final ON true
      LEFT JOIN recipient supplier ON supplier.user_id = m.responsible_supplier_id AND supplier.role = 'SUPPLIER'
     CROSS JOIN LATERAL (SELECT coalesce(supplier.party_signifier, m.responsible_supplier_id)) own (party)
      LEFT JOIN LATERAL (
       SELECT a.id, coalesce(a.affiliate_submitter = m.responsible_supplier_id, false) AS is_of_affiliate,
              m.responsible_supplier_id IN (a.electricity_supplier_id, a.gas_supplier_id) IS TRUE AS names_supplier,
              coalesce(e.party_signifier, a.electricity_supplier_id) AS electricity_party,
              coalesce(g.party_signifier, a.gas_supplier_id) AS gas_party
         FROM authorisation_link l
         JOIN attempt_split a ON a.id = l.attempt_id
         JOIN installation_record i ON i.id = l.attempt_id
         LEFT JOIN recipient e ON e.user_id = a.electricity_supplier_id AND e.role = 'SUPPLIER'
         LEFT JOIN recipient g ON g.user_id = a.gas_supplier_id AND g.role = 'SUPPLIER'
        WHERE l.authorisation_id = m.id
        ORDER BY (a.smso_id, a.requesting_party_id, a.mcf_counter, a.chf_id)
                   IS NOT DISTINCT FROM (final.smso_id, final.requesting_party_id, final.mcf_counter, final.chf_id) DESC,
                 CASE WHEN a.commenced_at <= $2::timestamptz THEN a.commenced_at END DESC NULLS LAST,
                 CASE WHEN a.commenced_at <= $2::timestamptz THEN i.created_at END DESC, -- same second: the later file
                 i.created_at, i.smso_id COLLATE "C", i.requesting_party_id COLLATE "C", i.mcf_counter, i.chf_id COLLATE "C"
        LIMIT 1) linked ON true
     WHERE ${condition}`;
}
