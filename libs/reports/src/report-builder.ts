import type { Archive } from '@app/archive';
import { inTransaction } from '@app/database';
import { outcomeCutOff, reportDefinition, reportFileName } from '@app/mrr';
import type { FileNameProfile } from '@app/mrr';
import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import type { BuildOutcome, NilReason } from './build-outcome';
import { REPORT_QUERIES } from './queries';
import type { ReportContext, ReportSettings } from './queries/report-query';
import { writeReport } from './report-file';
import type { WrittenReport } from './report-file';
import { lockSlot } from './slot-under-build';
import type { ReportRecipient, SlotUnderBuild } from './slot-under-build';

export interface ReportBuilderOptions extends ReportSettings {
  readonly fileNameProfile: FileNameProfile;
  /** The clock of report creation times; fixed in tests that compare bytes. */
  readonly now: () => Date;
}

/**
 * Builds the issue of one slot: ledger, number, file and slot state in one transaction, so that a crash anywhere leaves
 * nothing but a file in the archive, which the next run replaces (P2, P3). A second run finds the slot built and skips.
 */
export class ReportBuilder {
  constructor(
    private readonly dataSource: DataSource,
    private readonly archive: Archive,
    private readonly options: ReportBuilderOptions,
  ) {}

  /** @throws ReportValueError (permanent: the data breaks the report's definition); anything else may be retried */
  async build(slotId: string): Promise<BuildOutcome> {
    // Committed before the build, so that a retry has the same creation time (R15).
    await this.dataSource.query(
      `UPDATE slot SET state = 'building', report_created_at = coalesce(report_created_at, date_trunc('second', $2::timestamptz))
        WHERE id = $1 AND state IN ('planned', 'queued', 'building')`,
      [slotId, this.options.now()],
    );
    return inTransaction(this.dataSource, async (client) => {
      const slot = await lockSlot(client, slotId);
      if (slot?.state !== 'building') return { kind: 'skipped', state: slot?.state ?? 'missing' };
      if (slot.hasEarlierUnfinished) return { kind: 'waits' };
      return this.#buildLocked(client, slot);
    });
  }

  async #buildLocked(client: PoolClient, slot: SlotUnderBuild): Promise<BuildOutcome> {
    const { startsWithActiveAuthorisations } = reportDefinition(slot.reportId);
    if (!slot.recipient) return endNil(client, slot, 'NOT_A_RECIPIENT');
    if (startsWithActiveAuthorisations && !slot.hasStarted) return endNil(client, slot, 'NOT_STARTED');
    const context = this.#context(slot, slot.recipient);
    const fileName = reportFileName(
      {
        report: slot.reportId,
        partySignifier: slot.recipient.partySignifier,
        userId: slot.recipientId,
        sequence: slot.lastSequence + 1,
        createdAt: slot.reportCreatedAt,
      },
      this.options.fileNameProfile,
    );
    const written = await this.#write(client, slot, context, fileName);
    if (!written) return endNil(client, slot, 'NO_ROWS');
    await recordIssue(client, slot, slot.recipient, context, fileName, written);
    const { rowCount, bytes } = written;
    return { kind: 'issued', issueId: slot.nextIssueId, rowCount, sizeBytes: bytes };
  }

  /** Null: there is nothing to report. */
  async #write(
    client: PoolClient,
    slot: SlotUnderBuild,
    context: ReportContext,
    fileName: string,
  ): Promise<WrittenReport | null> {
    const query = REPORT_QUERIES[slot.reportId];
    if (query.claim && (await query.claim(client, context)) === 0) return null;
    const furtherValues = await query.headerValues(client, context);
    if (!furtherValues) return null;
    const header = {
      reportId: slot.reportId,
      recipientId: slot.recipientId,
      sequence: slot.lastSequence + 1,
      createdAt: slot.reportCreatedAt,
      furtherValues,
    };
    const key = `reports/${slot.reportId}/${slot.recipientId}/${fileName}`;
    return writeReport(this.archive, key, header, client, query.detail(context));
  }

  #context(slot: SlotUnderBuild, recipient: ReportRecipient): ReportContext {
    return {
      recipientId: slot.recipientId,
      recipientRole: recipient.role,
      slotTime: slot.slotTime,
      cause: slot.cause,
      cutOff: outcomeCutOff(slot.slotTime, slot.isIngestBehind),
      issueId: slot.nextIssueId,
      settings: this.options,
    };
  }
}

async function endNil(client: PoolClient, slot: SlotUnderBuild, reason: NilReason): Promise<BuildOutcome> {
  await client.query(
    `UPDATE slot SET state = 'nil', nil_reason = $2, finished_at = now(), ran_behind = $3 WHERE id = $1`,
    [slot.id, reason, slot.isIngestBehind],
  );
  return { kind: 'nil', reason };
}

async function recordIssue(
  client: PoolClient,
  slot: SlotUnderBuild,
  recipient: ReportRecipient,
  context: ReportContext,
  fileName: string,
  written: WrittenReport,
): Promise<void> {
  await client.query(
    `WITH built AS (
       UPDATE slot SET state = 'built', cut_off = $11, ran_behind = $12 WHERE id = $1
       RETURNING id, report_id, recipient_id, report_created_at
     ), counted AS (
       UPDATE report_counter c SET last_sequence = $3 FROM built
        WHERE c.report_id = built.report_id AND c.recipient_id = built.recipient_id
     )
     INSERT INTO issue (id, slot_id, report_id, recipient_id, sequence_number, created_at, file_name, folder,
                        row_count, size_bytes, sha256, previous_sha256, archive_key)
     SELECT $2, id, report_id, recipient_id, $3, report_created_at, $4, $5, $6, $7, $8, $9, $10 FROM built`,
    [
      slot.id,
      slot.nextIssueId,
      slot.lastSequence + 1,
      fileName,
      recipient.folder,
      written.rowCount,
      written.bytes,
      written.sha256,
      slot.previousSha256,
      written.key,
      context.cutOff,
      slot.isIngestBehind,
    ],
  );
}
