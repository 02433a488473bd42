import { periodOf } from './period-of';
import type { ReportQuery } from './report-query';

/** S1MIG-004: attempts commenced in the 28 days that end on Sunday, as at that Sunday 23:59:59 (R24, fine print 13, 16). */
export const migrationsByCommencementDate: ReportQuery = {
  reportId: 'S1MIG-004',
  isSummary: true,
  headerValues: (_client, { slotTime }) => Promise.resolve([periodOf('S1MIG-004', slotTime).header]),
  detail: ({ recipientId, slotTime }) => {
    const { start, end } = periodOf('S1MIG-004', slotTime);
    return {
      text: `
        SELECT '10', $1, distributor_id, group_id, report_date(commencement_day),
               count(*), count(*) FILTER (WHERE succeeded), count(*) FILTER (WHERE NOT succeeded),
               count(*) FILTER (WHERE succeeded IS NULL),
               ${averageMinutes('succeeded')}, ${averageMinutes('NOT succeeded')},
               ${maximumMinutes('succeeded')}, ${maximumMinutes('NOT succeeded')},
               count(*) FILTER (WHERE attempt_number = 1), count(*) FILTER (WHERE attempt_number = 2),
               count(*) FILTER (WHERE attempt_number = 3), count(*) FILTER (WHERE attempt_number > 3)
          FROM (
            SELECT CASE WHEN a.sees_electricity THEN a.distributor_id END AS distributor_id,
                   a.group_id,
                   utc_day(a.commenced_at) AS commencement_day,
                   CASE WHEN a.concluded_at <= $3::timestamptz THEN a.succeeded END AS succeeded,
                   greatest(extract(epoch FROM a.concluded_at - a.commenced_at), 0) AS seconds,
                   1 + (SELECT count(*) FROM attempt earlier
                         WHERE earlier.chf_id = a.chf_id AND earlier.commenced_at < a.commenced_at) AS attempt_number
              FROM attempt_audience a
             WHERE a.recipient_id = $1
               AND a.commenced_at BETWEEN $2::timestamptz AND $3::timestamptz
          ) commenced
         GROUP BY distributor_id, group_id, commencement_day
         ORDER BY commencement_day, distributor_id COLLATE "C" NULLS FIRST, group_id COLLATE "C"`,
      values: [recipientId, start, end],
    };
  },
};

/** Mean of the exact seconds, rounded once, half up; empty without such attempts (fine print 16). */
function averageMinutes(condition: string): string {
  return `round(sum(seconds) FILTER (WHERE ${condition}) / (60 * count(*) FILTER (WHERE ${condition})))`;
}

function maximumMinutes(condition: string): string {
  return `round(max(seconds) FILTER (WHERE ${condition}) / 60)`;
}
