import type { ReconciliationCheck } from './reconciliation-check';

/**
 * S1MIG-005 of a supplier: the stock that the S1MIG-003 of the day tells is the stock of the day before, plus what
 * commenced, less what concluded. Says nothing while one of the two S1MIG-003 is not there. Files that came after the
 * stock was told, about a time before it, explain a difference: they are in one report and not in the other (R12).
 */
export const activityAgainstStock: ReconciliationCheck = {
  reportId: 'S1MIG-005',
  against: 'rows of S1MIG-003',
  appliesTo: ({ recipientRole }) => recipientRole === 'SUPPLIER',
  disagreements: () => `
    WITH told AS (
      SELECT coalesce(sum(c5::bigint - c6::bigint - c7::bigint), 0) AS change FROM reported
    ), never_in_process AS ( -- outcomes dated before the day of their commencement: they concluded what was no stock
      SELECT count(*) FILTER (WHERE commenced_at > $3::timestamptz)
               - count(*) FILTER (WHERE concluded_at < $2::timestamptz) AS change
        FROM attempt_audience
       WHERE recipient_id = $1
         AND (concluded_at BETWEEN $2::timestamptz AND $3::timestamptz AND commenced_at > $3::timestamptz
              OR commenced_at BETWEEN $2::timestamptz AND $3::timestamptz AND concluded_at < $2::timestamptz)
    ), before AS (${stockAt(`$2::timestamptz + interval '5 hours'`)}
    ), after AS (${stockAt(`$2::timestamptz + interval '29 hours'`)}
    )
    SELECT 'in process at the end of ' || report_date(utc_day($3::timestamptz)) AS what,
           before.rows + told.change + never_in_process.change AS reported, after.rows AS found,
           CASE WHEN EXISTS (
             SELECT 1 FROM source_file f
              WHERE f.state = 'accepted'
                AND (f.finished_at > before.told_at
                       AND (f.created_at < $2::timestamptz OR f.kind = 'ORG')
                     OR f.finished_at > after.told_at
                       AND (f.created_at <= $3::timestamptz OR f.kind = 'ORG')))
           THEN 'files about that time came after its S1MIG-003 was made' END AS explanation
      FROM told CROSS JOIN never_in_process CROSS JOIN before CROSS JOIN after
     WHERE before.rows + told.change + never_in_process.change <> after.rows`,
};

/** Rows of the recipient's S1MIG-003 of that slot time; no row if that report is not made. */
function stockAt(slotTime: string): string {
  return `
      SELECT coalesce(i.row_count, 0) AS rows, s.report_created_at AS told_at
        FROM slot s
        LEFT JOIN issue i ON i.slot_id = s.id
       WHERE s.report_id = 'S1MIG-003' AND s.recipient_id = $1 AND s.slot_time = ${slotTime} AND s.cause = 'calendar'
         AND (i.id IS NOT NULL OR s.state = 'nil' AND s.nil_reason = 'NO_ROWS')`;
}
