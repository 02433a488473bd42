import { periodOf } from './period-of';
import type { ReportQuery } from './report-query';
import { commitmentsKnownAt } from './commitments';

/**
 * S1MIG-007: commenced migrations of active installations against the commitment, per day of the previous week, with
 * the commitments as issued at the slot time (R28, fine print 1, 18, 29).
 */
export const activeMigrationsAgainstCommitment: ReportQuery = {
  reportId: 'S1MIG-007',
  isSummary: true,
  headerValues: (_client, { slotTime }) => Promise.resolve([periodOf('S1MIG-007', slotTime).header]),
  detail: ({ recipientId, slotTime }) => {
    const { start, end } = periodOf('S1MIG-007', slotTime);
    return {
      text: `
        WITH committed AS (
          SELECT migration_day, sum(quantity) AS quantity FROM (${commitmentsKnownAt('$4::timestamptz')}) c
           WHERE migration_day BETWEEN utc_day($2::timestamptz) AND utc_day($3::timestamptz)
           GROUP BY migration_day
        ), commenced AS (
          SELECT utc_day(a.commenced_at) AS migration_day, count(*) AS quantity
            FROM attempt_audience a
           WHERE a.recipient_id = $1
             AND a.commenced_at BETWEEN $2::timestamptz AND $3::timestamptz
             AND ((a.electricity_active AND (a.electricity_supplier_id = $1 OR a.affiliate_submitter IS NOT NULL))
                  OR (a.gas_active AND (a.gas_supplier_id = $1 OR a.affiliate_submitter IS NOT NULL)))
           GROUP BY 1
        )
        SELECT '10', $1, report_date(migration_day), coalesce(committed.quantity, 0), coalesce(commenced.quantity, 0)
          FROM committed FULL JOIN commenced USING (migration_day)
         ORDER BY migration_day`,
      values: [recipientId, start, end, slotTime],
    };
  },
};
