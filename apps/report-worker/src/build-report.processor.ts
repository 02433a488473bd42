import { Inject } from '@nestjs/common';
import { fileCorrelation } from '@app/contracts';
import type { BuildReportPayload } from '@app/contracts';
import { failSlot, isContention, sourceFilesOfSlot } from '@app/database';
import { failpoint } from '@app/failpoints';
import { annotateSpan, linkToRows } from '@app/observability';
import {
  errorCode,
  JobProcessor,
  JobProducer,
  PermanentError,
  QueueProcessor,
  RetryLaterError,
  SkippedOutcome,
} from '@app/queue';
import type { JobRun } from '@app/queue';
import { SequenceTooLargeError } from '@app/mrr';
import { ReportBuilder, ReportValueError } from '@app/reports';
import type { BuildOutcome } from '@app/reports';
import { DataSource } from 'typeorm';
import { BuildMetrics } from './build-metrics';

/**
 * For each earlier slot of the same report and recipient that has not ended: mostly one, in the hands of another worker,
 * and a matter of milliseconds. A long line that all asked again at once would keep the workers from its head.
 */
const WAIT_FOR_EARLIER_SLOT_MS = 250;

/** Another transaction was in the way; it has ended by then. */
const WAIT_AFTER_CONTENTION_MS = 500;

/** Builds the one issue of a slot. A second run finds the slot built, rings for its delivery again and skips. */
@QueueProcessor('build-report')
export class BuildReportProcessor extends JobProcessor<'build-report'> {
  constructor(
    @Inject(ReportBuilder) private readonly builder: ReportBuilder,
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(JobProducer) private readonly producer: JobProducer,
    @Inject(BuildMetrics) private readonly metrics: BuildMetrics,
  ) {
    super();
  }

  protected async handle({ slotId }: BuildReportPayload, { signal }: JobRun): Promise<void> {
    const startedAt = performance.now();
    const outcome = await this.builder.build(slotId, signal).catch((error: unknown) => {
      if (error instanceof ReportValueError || error instanceof SequenceTooLargeError)
        throw new PermanentError(error.code, error.message, { cause: error });
      if (isContention(error)) throw new RetryLaterError(WAIT_AFTER_CONTENTION_MS, 'DATABASE.CONTENTION');
      throw error;
    });
    switch (outcome.kind) {
      case 'issued':
        this.metrics.recordIssue(outcome.rowCount, outcome.sizeBytes, performance.now() - startedAt);
        await failpoint('build.after-commit');
        // A lost ring costs time only: the reconciler looks for issues that are not delivered.
        await this.producer.enqueue('distribute-report', { issueId: outcome.issueId }).catch(() => undefined);
        await failpoint('build.after-ring');
        return this.#tellIssue(slotId, outcome);
      case 'nil':
        throw new SkippedOutcome(`nil: ${outcome.reason}`);
      case 'waits':
        throw new RetryLaterError(
          outcome.earlierSlots * WAIT_FOR_EARLIER_SLOT_MS,
          'REPORT.EARLIER_SLOT_UNFINISHED',
        );
      case 'skipped':
        throw new SkippedOutcome(`the slot is ${outcome.state}`);
    }
  }

  /** Names the files behind the issue, so that one can be followed from its upload to where its outcomes went. */
  async #tellIssue(slotId: string, issue: Extract<BuildOutcome, { kind: 'issued' }>): Promise<void> {
    const { issueId, rowCount, sizeBytes } = issue;
    // The issue stands: that its files cannot be named now is no reason to build it again.
    const files = await sourceFilesOfSlot(this.dataSource, slotId).catch(() => []);
    linkToRows(files.map((file) => ({ kind: 'file', ...file })));
    annotateSpan({ 'mrr.issue.id': issueId, 'mrr.issue.rows': rowCount, 'mrr.issue.bytes': sizeBytes });
    this.logger.log(`Issued ${rowCount} rows, ${sizeBytes} bytes`, {
      slotId,
      issueId,
      files: files.map(({ id }) => fileCorrelation(id)),
    });
  }

  protected async onFinalFailure({ slotId }: BuildReportPayload, error: Error): Promise<void> {
    await failSlot(this.dataSource, {
      slotId,
      step: 'build',
      code: errorCode(error),
      message: error.message,
    });
  }
}
