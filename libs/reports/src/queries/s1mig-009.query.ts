import { periodOf } from './period-of';
import type { DataSource } from 'typeorm';
import type { ReportQuery } from './report-query';
import { rulingResponse } from './ruling-response';

/**
 * S1MIG-009: validated authorisations of the previous week by priority indicator: the recipient's own in the header,
 * every other supplier's as an unnamed row (R30, fine print 19). Nothing at all if the week has no validated one.
 */
export const authorisationsByPriority: ReportQuery = {
  reportId: 'S1MIG-009',
  isSummary: true,
  async headerValues(client, { recipientId, slotTime }) {
    const { start, end, header } = periodOf('S1MIG-009', slotTime);
    const { rows } = await client.query<string[]>({
      text: `
        WITH total AS (${TOTALS})
        SELECT ${['active', 'active_priority', 'dormant', 'dormant_priority'].map((name) => `coalesce(own.${name}, 0)`).join(', ')},
               ${percentages('own')}
          FROM (SELECT 1 WHERE EXISTS (SELECT 1 FROM total)) validated
          LEFT JOIN total own ON own.supplier_id = $1`,
      values: [recipientId, start, end, slotTime],
      rowMode: 'array',
    });
    return rows[0] ? [header, ...rows[0].map((value) => (value === null ? null : String(value)))] : null;
  },
  detail: ({ recipientId, slotTime, settings }) => {
    const { start, end } = periodOf('S1MIG-009', slotTime);
    return {
      text: `
        WITH total AS (${TOTALS})
        SELECT '10', row_number() OVER ranking, active, active_priority, dormant, dormant_priority, ${percentages('total')}
          FROM total
         WHERE supplier_id <> $1
        WINDOW ranking AS (${RANKING})
         ORDER BY 2`,
      values: [recipientId, start, end, slotTime, settings.tieBreakKey],
    };
  },
};

/** Most first; ties by a keyed hash, so that the order tells nobody anything. */
const RANKING = `
  ORDER BY active + dormant DESC, sha256(convert_to($5 || $2::timestamptz::text || supplier_id, 'UTF8'))`;

export interface RankedSupplier {
  readonly supplierId: string;
  readonly active: number;
  readonly activePriority: number;
  readonly dormant: number;
  readonly dormantPriority: number;
}

/** Whose row is which in the S1MIG-009 of a slot time: every recipient's lacks its own. Not for recipients (R30). */
export function rankedByPriority(
  dataSource: DataSource,
  slotTime: Date,
  tieBreakKey: string,
): Promise<RankedSupplier[]> {
  const { start, end } = periodOf('S1MIG-009', slotTime);
  return dataSource.query<RankedSupplier[]>(
    `WITH total AS (${TOTALS})
     SELECT supplier_id AS "supplierId", active::int, active_priority::int AS "activePriority", dormant::int,
            dormant_priority::int AS "dormantPriority"
       FROM total WHERE supplier_id <> $1 ${RANKING}`,
    ['', start, end, slotTime, tieBreakKey],
  );
}

const TOTALS = `
  SELECT m.responsible_supplier_id AS supplier_id,
         count(*) FILTER (WHERE m.is_active) AS active,
         count(*) FILTER (WHERE m.is_active AND m.has_priority) AS active_priority,
         count(*) FILTER (WHERE NOT m.is_active) AS dormant,
         count(*) FILTER (WHERE NOT m.is_active AND m.has_priority) AS dormant_priority
    FROM authorisation m
   CROSS JOIN LATERAL (${rulingResponse('$4::timestamptz')}) ruling
   WHERE m.created_at <= $4::timestamptz
     AND ruling.result IN ('ACCEPTED', 'WARNING')
     AND ruling.responded_at BETWEEN $2::timestamptz AND $3::timestamptz
     AND m.id IN (SELECT authorisation_id FROM authorisation_response
                   WHERE authorisation_id IS NOT NULL AND responded_at BETWEEN $2::timestamptz AND $3::timestamptz)
   GROUP BY m.responsible_supplier_id`;

/** Half up; empty where the divisor is zero. */
function percentages(totals: string): string {
  const percentage = (part: string, whole: string): string =>
    `round(100.0 * (${part}) / nullif(${whole}, 0))`;
  const [active, dormant] = [`${totals}.active`, `${totals}.dormant`];
  return [
    percentage(`${totals}.active_priority`, active),
    percentage(`${totals}.dormant_priority`, dormant),
    percentage(`${totals}.active_priority + ${totals}.dormant_priority`, `${active} + ${dormant}`),
  ].join(', ');
}
