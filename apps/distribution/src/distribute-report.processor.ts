import { Inject } from '@nestjs/common';
import { Archive } from '@app/archive';
import { fileCorrelation } from '@app/contracts';
import type { DistributeReportPayload } from '@app/contracts';
import { failSlot, sourceFilesOfSlot } from '@app/database';
import { DeliveryError, DeliveryTarget } from '@app/delivery';
import type { Receipt } from '@app/delivery';
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

  protected async handle({ issueId }: DistributeReportPayload, { signal }: JobRun): Promise<void> {
    const [[issue]] = await this.dataSource.query<[UndeliveredIssue[], number]>(CLAIM_ISSUE, [issueId]);
    if (!issue) throw new SkippedOutcome('the issue is delivered, or failed and waits for an operator');
    const receipt = await this.#deliver(issue, signal);
    await this.dataSource.query(RECORD_DELIVERY, [issueId, receipt.target, JSON.stringify(receipt)]);
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

  async #deliver(issue: UndeliveredIssue, signal: AbortSignal): Promise<Receipt> {
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
      // The destination says when: waiting for it costs no attempt.
      if (error instanceof DeliveryError && error.retryAfterMs !== undefined) {
        throw new RetryLaterError(error.retryAfterMs, error.code, error.message, { cause: error });
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

const RECORD_DELIVERY = `
  WITH receipt AS (
    INSERT INTO delivery (issue_id, target, receipt) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
  )
  UPDATE slot s SET state = 'delivered', finished_at = now()
    FROM issue i
   WHERE i.id = $1 AND s.id = i.slot_id AND s.state = 'delivering'`;
