import type { Archive } from '@app/archive';
import { failpoint } from '@app/failpoints';
import { outcomeCutOff, reportDefinition, reportFileName } from '@app/mrr';
import type { FileNameProfile } from '@app/mrr';
import type { PoolClient } from 'pg';
import type { NilReason } from './build-outcome';
import { prepared } from '@app/database';
import { detailRows, fewDetailRows } from './detail-rows';
import { REPORT_QUERIES } from './queries';
import type { ReportContext, ReportSettings, SqlQuery } from './queries/report-query';
import { writeReport } from './report-file';
import type { WrittenReport } from './report-file';
import type { SlotUnderBuild } from './slot-under-build';

export interface ProduceOptions extends ReportSettings {
  readonly fileNameProfile: FileNameProfile;
}

export type ProducedReport =
  | { readonly kind: 'nil'; readonly reason: NilReason }
  | {
      readonly kind: 'written';
      readonly fileName: string;
      readonly context: ReportContext;
      readonly written: WrittenReport;
    };

/** Claims in the ledger what the slot tells and writes its file: all of a build but the bookkeeping of the issue. */
export async function produceReport(
  client: PoolClient,
  archive: Pick<Archive, 'write'>,
  slot: SlotUnderBuild,
  options: ProduceOptions,
): Promise<ProducedReport> {
  const { startsWithActiveAuthorisations } = reportDefinition(slot.reportId);
  if (!slot.recipient) return { kind: 'nil', reason: 'NOT_A_RECIPIENT' };
  if (startsWithActiveAuthorisations && !slot.hasStarted) return { kind: 'nil', reason: 'NOT_STARTED' };
  const context = contextOf(slot, slot.recipient.role, options);
  const fileName = reportFileName(
    {
      report: slot.reportId,
      partySignifier: slot.recipient.partySignifier,
      userId: slot.recipientId,
      sequence: slot.lastSequence + 1,
      createdAt: slot.reportCreatedAt,
    },
    options.fileNameProfile,
  );
  const written = await write(client, archive, slot, context, fileName);
  return written ? { kind: 'written', fileName, context, written } : { kind: 'nil', reason: 'NO_ROWS' };
}

function contextOf(
  slot: SlotUnderBuild,
  recipientRole: 'SUPPLIER' | 'DNO',
  settings: ReportSettings,
): ReportContext {
  return {
    recipientId: slot.recipientId,
    recipientRole,
    slotTime: slot.slotTime,
    cause: slot.cause,
    cutOff: outcomeCutOff(slot.slotTime, slot.isIngestBehind),
    issueId: slot.retoldIssueId ?? slot.nextIssueId,
    settings,
  };
}

/** Up to here a statement that is planned once is faster than a COPY, and memory does not matter. */
const FEW_ROWS = 500;

/** Null: there is nothing to report. */
async function write(
  client: PoolClient,
  archive: Pick<Archive, 'write'>,
  slot: SlotUnderBuild,
  context: ReportContext,
  fileName: string,
): Promise<WrittenReport | null> {
  const query = REPORT_QUERIES[slot.reportId];
  // A re-issue tells again what its first issue claimed; claiming more would hide new rows in an old report (R15).
  const claimed = slot.retoldIssueId === null ? await query.claim?.(client, context) : undefined;
  if (claimed === 0) return null;
  await failpoint('build.after-claim');
  const detail = query.detail(context);
  const areFew = query.isSummary ?? (claimed ?? Infinity) <= FEW_ROWS;
  const fewRows = areFew ? await fewDetailRows(client, detail) : null;
  const mayBeEmpty = reportDefinition(slot.reportId).mayBeHeaderOnly || query.claim !== undefined;
  if (!mayBeEmpty && !(fewRows ? fewRows.recordCount > 0 : await hasRows(client, detail))) return null;
  const furtherValues = await query.headerValues(client, context);
  if (!furtherValues) return null;
  const header = {
    reportId: slot.reportId,
    recipientId: slot.recipientId,
    sequence: slot.lastSequence + 1,
    createdAt: slot.reportCreatedAt,
    furtherValues,
  };
  // Of this run alone: one that has lost its job must not touch the file of the one that issues (decision 17).
  const key = `reports/${slot.reportId}/${slot.recipientId}/${slot.nextIssueId}_${fileName}`;
  const rows = fewRows ?? detailRows(client, (await query.detailOfMany?.(client, context)) ?? detail);
  return writeReport(archive, key, header, rows);
}

/** Asked before the rows are copied: a COPY cannot be prepared, and a nil slot needs none. */
async function hasRows(client: PoolClient, detail: SqlQuery): Promise<boolean> {
  const { rowCount } = await client.query(
    prepared(`SELECT 1 FROM (${detail.text}) detail LIMIT 1`, detail.values),
  );
  return rowCount === 1;
}
