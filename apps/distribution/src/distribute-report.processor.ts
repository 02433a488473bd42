import { Inject } from '@nestjs/common';
import { Archive } from '@app/archive';
import { fileCorrelation } from '@app/contracts';
import type { DistributeReportPayload } from '@app/contracts';
import { failSlot, sourceFilesOfSlot } from '@app/database';
import { DeliveryError, DeliveryTarget } from '@app/delivery';
import type { Receipt } from '@app/delivery';
import { failpoint } from '@app/failpoints';
import { inSpan } from '@app/observability';
import {
  errorCode,
  JobProcessor,
  PermanentError,
  QueueProcessor,
  RetryLaterError,
  SkippedOutcome,
} from '@app/queue';
import type { JobRun } from '@app/queue';
import { DataSource } from 'typeorm';
import { DeliveryMetrics } from './delivery-metrics';
import { givenUp, hasWaitedEnough, waitMsAfter } from './waiting';

interface UndeliveredIssue {
  slot_id: string;
  folder: string;
  file_name: string;
  size_bytes: string;
  sha256: string;
  archive_key: string;
}

/**
 * Brings one issue to its recipient's folder and records the receipt (P7). A second run finds the file there with the
 * same content, which is success, or the slot delivered, and skips.
 */
@QueueProcessor('distribute-report')
export class DistributeReportProcessor extends JobProcessor<'distribute-report'> {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Archive) private readonly archive: Archive,
    @Inject(DeliveryTarget) private readonly target: DeliveryTarget,
    @Inject(DeliveryMetrics) private readonly metrics: DeliveryMetrics,
  ) {
    super();
  }

  protected async handle({ issueId }: DistributeReportPayload, run: JobRun): Promise<void> {
    const [[issue]] = await this.dataSource.query<[UndeliveredIssue[], number]>(CLAIM_ISSUE, [issueId]);
    if (!issue) throw new SkippedOutcome('the issue is delivered, or failed and waits for an operator');
    await failpoint('deliver.before-upload');
    const receipt = await this.#deliver(issue, run);
    await failpoint('deliver.after-read-back');
    await this.dataSource.query(RECORD_DELIVERY, [issueId, receipt.target, JSON.stringify(receipt)]);
    await failpoint('deliver.after-delivered');
    await this.#tellDelivery(issueId, issue.slot_id, receipt);
  }

  async #tellDelivery(issueId: string, slotId: string, { target, bytes }: Receipt): Promise<void> {
    const files = await sourceFilesOfSlot(this.dataSource, slotId).catch(() => []); // it is delivered all the same
    this.logger.log(`Delivered issue ${issueId} of slot ${slotId}: ${bytes} bytes to ${target}`, {
      slotId,
      issueId,
      files: files.map(({ id }) => fileCorrelation(id)),
    });
  }

  async #deliver(issue: UndeliveredIssue, { signal, postponement }: JobRun): Promise<Receipt> {
    const consignment = {
      folder: issue.folder,
      fileName: issue.file_name,
      open: () => this.archive.read(issue.archive_key),
      bytes: Number(issue.size_bytes),
      sha256: issue.sha256,
      signal,
    };
    const { bytes } = consignment;
    try {
      const attributes = { 'mrr.slot.id': issue.slot_id, 'mrr.issue.bytes': bytes };
      const receipt = await inSpan('deliver', attributes, () => this.target.deliver(consignment));
      this.metrics.delivered(bytes);
      return receipt;
    } catch (error) {
      this.metrics.failed(errorCode(error));
      const waitMs = error instanceof DeliveryError ? waitMsAfter(error, postponement) : undefined;
      if (error instanceof DeliveryError && error.retryable) {
        await this.dataSource.query(NOTE_REASON, [issue.slot_id, error.code, error.message]);
      }
      if (error instanceof DeliveryError && waitMs !== undefined) {
        if (hasWaitedEnough(postponement, Date.now())) throw givenUp(error, postponement);
        throw new RetryLaterError(waitMs, error.code, error.message, { cause: error });
      }
      if (error instanceof DeliveryError && !error.retryable) {
        throw new PermanentError(error.code, error.message, { cause: error });
      }
      throw error;
    }
  }

  protected async onFinalFailure({ issueId }: DistributeReportPayload, error: Error): Promise<void> {
    const [issue] = await this.dataSource.query<{ slot_id: string }[]>(
      'SELECT slot_id FROM issue WHERE id = $1',
      [issueId],
    );
    if (!issue) return;
    await failSlot(this.dataSource, {
      slotId: issue.slot_id,
      step: 'deliver',
      code: errorCode(error),
      message: error.message,
    });
  }
}

const CLAIM_ISSUE = `
  UPDATE slot s SET state = 'delivering'
    FROM issue i
   WHERE i.id = $1 AND s.id = i.slot_id AND s.state IN ('built', 'delivering')
  RETURNING i.slot_id, i.folder, i.file_name, i.size_bytes, i.sha256, i.archive_key`;

/** What a slot waits for is seen in the console and told by the alert that it is late. */
const NOTE_REASON = `
  UPDATE slot SET last_error_code = $2, last_error = $3 WHERE id = $1 AND state = 'delivering'`;

const RECORD_DELIVERY = `
  WITH receipt AS (
    INSERT INTO delivery (issue_id, target, receipt) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
  )
  UPDATE slot s SET state = 'delivered', finished_at = now(), last_error_code = NULL, last_error = NULL
    FROM issue i
   WHERE i.id = $1 AND s.id = i.slot_id AND s.state = 'delivering'`;
