import { text } from 'node:stream/consumers';
import type { ReportId } from '@app/mrr';
import { parse } from 'csv-parse/sync';
import type { InProcessPipeline } from './in-process-pipeline';

export interface WantedSlot {
  readonly reportId: ReportId;
  readonly recipientId: string;
  readonly slotTime: Date;
}

/** A report as its recipient reads it, and the slot that it answers. */
export interface IssuedReport extends WantedSlot {
  readonly sequence: number;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Makes just these slots, and returns the reports of those that are not nil. */
export async function runSlots(
  pipeline: InProcessPipeline,
  slots: readonly WantedSlot[],
): Promise<IssuedReport[]> {
  await pipeline.dataSource.query(
    `INSERT INTO slot (report_id, recipient_id, slot_time, due_at)
     SELECT report_id, recipient_id, slot_time, slot_time
       FROM unnest($1::text[], $2::text[], $3::timestamptz[]) AS s (report_id, recipient_id, slot_time)`,
    [
      slots.map(({ reportId }) => reportId),
      slots.map(({ recipientId }) => recipientId),
      slots.map(({ slotTime }) => slotTime),
    ],
  );
  await pipeline.buildAll();
  return issuedReports(
    pipeline,
    slots.map(({ recipientId }) => recipientId),
  );
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
      archive_key: string;
    }[]
  >(
    `SELECT i.report_id, i.recipient_id, s.slot_time, i.sequence_number, i.archive_key
       FROM issue i JOIN slot s ON s.id = i.slot_id
      WHERE $1::text[] IS NULL OR i.recipient_id = ANY ($1)
      ORDER BY s.slot_time, i.report_id, i.recipient_id, i.sequence_number`,
    [recipients ?? null],
  );
  const reports: IssuedReport[] = [];
  for (const issue of issues) {
    const content = await text(pipeline.archive.read(issue.archive_key));
    const [header = [], ...rows] = parse(content, { relax_column_count: true });
    reports.push({
      reportId: issue.report_id,
      recipientId: issue.recipient_id,
      slotTime: issue.slot_time,
      sequence: issue.sequence_number,
      header,
      rows,
    });
  }
  return reports;
}
