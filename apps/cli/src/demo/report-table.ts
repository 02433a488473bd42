import { ALL_REPORTS } from '@app/mrr';
import type { Pool } from 'pg';
import { textTable } from '../console/text-table';

interface ReportRow {
  readonly report: string;
  readonly issues: number;
  readonly rows: number;
  readonly nil: number;
  readonly recipients: number;
}

/** What was produced, one line per report. */
export async function reportTable(database: Pool): Promise<string> {
  const { rows } = await database.query<ReportRow>(
    `SELECT s.report_id AS report, count(i.id)::int AS issues, coalesce(sum(i.row_count), 0)::int AS rows,
            (count(*) FILTER (WHERE s.state = 'nil'))::int AS nil,
            count(DISTINCT i.recipient_id)::int AS recipients
       FROM slot s LEFT JOIN issue i ON i.slot_id = s.id
      GROUP BY s.report_id`,
  );
  const byReport = new Map(rows.map((row) => [row.report, row]));
  const lines = ALL_REPORTS.map(({ id, title }) => {
    const { issues = 0, rows: count = 0, nil = 0, recipients = 0 } = byReport.get(id) ?? {};
    return [id, title, issues, count, nil, recipients];
  });
  return textTable([['Report', 'Title', 'Issues', 'Rows', 'Nil', 'Recipients'], ...lines]);
}
