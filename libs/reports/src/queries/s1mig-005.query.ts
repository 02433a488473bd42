import { isAudienceOf } from './audience-of';
import { periodOf } from './period-of';
import type { ReportContext, ReportQuery } from './report-query';

/**
 * S1MIG-005: what commenced, succeeded and failed on the previous day and what is in process at its end (R25). A
 * supplier's report has its own rows; a DNO's has the rows of all suppliers in its area, a split installation once per
 * supplier.
 */
export const activityOfPreviousDay: ReportQuery = {
  reportId: 'S1MIG-005',
  isSummary: true,
  headerValues: (_client, { slotTime }) => Promise.resolve([periodOf('S1MIG-005', slotTime).header]),
  detail: (context) => {
    const { start, end } = periodOf('S1MIG-005', context.slotTime);
    return {
      text: `
        SELECT '10', supplier_id, distributor_id, group_id,
               count(*) FILTER (WHERE commenced), count(*) FILTER (WHERE succeeded),
               count(*) FILTER (WHERE failed), count(*) FILTER (WHERE in_process)
          FROM (
            SELECT supplier.id AS supplier_id,
                   CASE WHEN a.sees_electricity THEN a.distributor_id END AS distributor_id,
                   a.group_id,
                   a.commenced_at BETWEEN $2::timestamptz AND $3::timestamptz AS commenced,
                   a.succeeded AND a.concluded_at BETWEEN $2::timestamptz AND $3::timestamptz AS succeeded,
                   NOT a.succeeded AND a.concluded_at BETWEEN $2::timestamptz AND $3::timestamptz AS failed,
                   a.commenced_at <= $3::timestamptz
                     AND (a.concluded_at IS NULL OR a.concluded_at > $3::timestamptz) AS in_process
              FROM attempt_audience a
             CROSS JOIN LATERAL (${responsibleSuppliers(context)}) supplier (id)
             WHERE ${isAudienceOf(context.recipientRole)}
               AND supplier.id IS NOT NULL
               AND a.commenced_at IS NOT NULL
               AND (a.commenced_at BETWEEN $2::timestamptz AND $3::timestamptz -- three ranges of an index each
                    OR a.concluded_at >= $2::timestamptz
                    OR a.concluded_at IS NULL)
          ) activity
         GROUP BY supplier_id, distributor_id, group_id
        HAVING bool_or(commenced) OR bool_or(succeeded) OR bool_or(failed)
         ORDER BY supplier_id COLLATE "C", distributor_id COLLATE "C" NULLS FIRST, group_id COLLATE "C"`,
      values: [context.recipientId, start, end],
    };
  },
};

function responsibleSuppliers({ recipientRole, settings }: ReportContext): string {
  if (recipientRole === 'SUPPLIER') return 'SELECT $1';
  // UNION, not UNION ALL: an attempt whose two meters have one supplier counts once.
  return settings.dnoSeesGasMeter
    ? 'SELECT a.electricity_supplier_id UNION SELECT a.gas_supplier_id'
    : 'SELECT a.electricity_supplier_id';
}
