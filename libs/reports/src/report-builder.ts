import type { Archive } from '@app/archive';
import { inTransaction } from '@app/database';
import { failpoint } from '@app/failpoints';
import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import type { BuildOutcome, NilReason } from './build-outcome';
import { produceReport } from './produce-report';
import type { ProducedReport, ProduceOptions } from './produce-report';
import { isReconciled, reconcileIssue } from './reconciliation/reconcile-issue';
import { RememberingArchive } from './reconciliation/remembering-archive';
import { lockSlot } from './slot-under-build';
import { startBuild } from './start-build';
import type { SlotUnderBuild } from './slot-under-build';
import { hasLedger } from './queries';
import { CopyingArchive } from './upkeep/issue-copy';

export interface ReportBuilderOptions extends ProduceOptions {
  /** The clock of report creation times; fixed in tests that compare bytes. */
  readonly now: () => Date;
}

/**
 * Builds the issue of one slot: ledger, number, file and slot state in one transaction, so that a crash anywhere leaves
 * nothing but a file in the archive that nothing refers to (P2, P3). A second run finds the slot built and skips.
 */
export class ReportBuilder {
  constructor(
    private readonly dataSource: DataSource,
    private readonly archive: Archive,
    private readonly options: ReportBuilderOptions,
  ) {}

  /**
   * @param signal aborted: the build stops within moments and leaves the slot to the next run
   * @throws ReportValueError (permanent: the data breaks the report's definition); anything else may be retried
   */
  async build(slotId: string, signal?: AbortSignal): Promise<BuildOutcome> {
    const state = await startBuild(this.dataSource, slotId, this.options.now());
    await failpoint('build.after-start');
    if (state === 'nil') return { kind: 'nil', reason: 'NO_ROWS' };
    const buildAlone = async (client: PoolClient): Promise<BuildOutcome> => {
      const slot = await lockSlot(client, slotId);
      if (slot?.state !== 'building') return { kind: 'skipped', state: slot?.state ?? 'missing' };
      if (slot.earlierUnfinished > 0) return { kind: 'waits', earlierSlots: slot.earlierUnfinished };
      await failpoint('build.after-lock');
      const outcome = await this.#buildLocked(client, slot);
      await failpoint('build.before-commit');
      return outcome;
    };
    return inTransaction(this.dataSource, buildAlone, signal);
  }

  async #buildLocked(client: PoolClient, slot: SlotUnderBuild): Promise<BuildOutcome> {
    const copying = hasLedger(slot.reportId) ? null : new CopyingArchive(this.archive);
    const remembering = isReconciled(slot.reportId) ? new RememberingArchive(copying ?? this.archive) : null;
    const produced = await produceReport(client, remembering ?? copying ?? this.archive, slot, this.options);
    if (produced.kind === 'nil') return endNil(client, slot, produced.reason);
    const { fileName, context, written } = produced;
    try {
      await failpoint('build.after-file');
      await recordIssue(client, slot, produced);
      await failpoint('build.after-number');
      await copying?.keepFor(client, slot.nextIssueId);
      if (remembering) {
        const { nextIssueId: id, reportId } = slot;
        await reconcileIssue(client, { id, fileName, reportId, context, rows: remembering.detailRows() });
      }
    } catch (error) {
      // Nobody else has this key, and nothing is committed: the file would lie there for ever.
      await this.archive.remove(written.key).catch(() => undefined);
      throw error;
    }
    const { rowCount, bytes } = written;
    return { kind: 'issued', issueId: slot.nextIssueId, rowCount, sizeBytes: bytes };
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
  { fileName, context, written }: Extract<ProducedReport, { kind: 'written' }>,
): Promise<void> {
  await client.query(
    `WITH built AS (
       UPDATE slot SET state = 'built', cut_off = $11, ran_behind = $12, report_created_at = $13 WHERE id = $1
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
      slot.recipient?.folder,
      written.rowCount,
      written.bytes,
      written.sha256,
      slot.previousSha256,
      written.key,
      context.cutOff,
      slot.isIngestBehind,
      slot.reportCreatedAt,
    ],
  );
}
