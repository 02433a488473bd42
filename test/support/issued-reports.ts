import type { ReportId } from '@app/mrr';
import { parse } from 'csv-parse/sync';
import type { InProcessPipeline } from './in-process-pipeline';

/** A report as its recipient reads it, and the slot that it answers. */
export interface IssuedReport {
  readonly reportId: ReportId;
  readonly recipientId: string;
  readonly slotTime: Date;
  readonly sequence: number;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** All issued reports in slot order, or those of the given recipients. */
export async function issuedReports(
  pipeline: InProcessPipeline,
  recipients?: readonly string[],
): Promise<IssuedReport[]> {
  const issues = await pipeline.dataSource.query<
    {
      report_id: ReportId;
      recipient_id: string;
      slot_time: Date;
      sequence_number: number;
      path: string;
    }[]
  >(
    `SELECT i.report_id, i.recipient_id, s.slot_time, i.sequence_number, i.folder || '/' || i.file_name AS path
       FROM issue i JOIN slot s ON s.id = i.slot_id
      WHERE $1::text[] IS NULL OR i.recipient_id = ANY ($1)
      ORDER BY s.slot_time, i.report_id, i.recipient_id, i.sequence_number`,
    [recipients ?? null],
  );
  const wanted = new Set(issues.map(({ path }) => path));
  const files = new Map(
    (await pipeline.issuedFiles())
      .filter(({ path }) => wanted.has(path))
      .map(({ path, bytes }) => [path, bytes]),
  );
  return issues.map((issue) => {
    const [header = [], ...rows] = parse(files.get(issue.path) ?? '', { relax_column_count: true });
    return {
      reportId: issue.report_id,
      recipientId: issue.recipient_id,
      slotTime: issue.slot_time,
      sequence: issue.sequence_number,
      header,
      rows,
    };
  });
}
