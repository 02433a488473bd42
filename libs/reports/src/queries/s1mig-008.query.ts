import { commitmentsKnownAt } from './commitments';
import { periodOf } from './period-of';
import type { ReportQuery } from './report-query';
import { rulingResponse } from './ruling-response';

/**
 * S1MIG-008: supplier-submitted authorisations against the commitment for each of the previous four weeks, as known at
 * the slot time; four rows whenever any week has a commitment or an authorisation (R29, fine print 1, 29).
 */
export const authorisationsAgainstCommitment: ReportQuery = {
  reportId: 'S1MIG-008',
  isSummary: true,
  headerValues: (_client, { slotTime }) => Promise.resolve([periodOf('S1MIG-008', slotTime).header]),
  detail: ({ recipientId, slotTime }) => ({
    text: `
      WITH week AS (
        SELECT utc_day($2::timestamptz) + 7 * n AS monday FROM generate_series(0, 3) n
      ), committed AS (
        SELECT date_trunc('week', migration_day)::date AS monday, sum(quantity) AS quantity
          FROM (${commitmentsKnownAt('$3::timestamptz')}) c
         WHERE migration_day BETWEEN utc_day($2::timestamptz) AND utc_day($2::timestamptz) + 27
         GROUP BY 1
      ), authorised AS (
        SELECT m.migration_week AS monday, count(*) AS received,
               count(*) FILTER (WHERE ruling.result IN ('ACCEPTED', 'WARNING')) AS validated,
               count(*) FILTER (WHERE ruling.result = 'REJECTED') AS rejected
          FROM authorisation m
          LEFT JOIN LATERAL (${rulingResponse('$3::timestamptz')}) ruling ON true
         WHERE m.responsible_supplier_id = $1
           AND m.is_supplier_submitted
           AND m.created_at <= $3::timestamptz
           AND m.migration_week BETWEEN utc_day($2::timestamptz) AND utc_day($2::timestamptz) + 21
         GROUP BY 1
      )
      SELECT '10', $1, report_date(week.monday), coalesce(committed.quantity, 0), coalesce(authorised.received, 0),
             coalesce(authorised.validated, 0), coalesce(authorised.rejected, 0)
        FROM week
        LEFT JOIN committed USING (monday)
        LEFT JOIN authorised USING (monday)
       WHERE EXISTS (SELECT 1 FROM committed) OR EXISTS (SELECT 1 FROM authorised)
       ORDER BY week.monday`,
    values: [recipientId, periodOf('S1MIG-008', slotTime).start, slotTime],
  }),
};
