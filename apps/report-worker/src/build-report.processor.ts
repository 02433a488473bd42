import { Inject } from '@nestjs/common';
import type { BuildReportPayload } from '@app/contracts';
import { failSlot, isContention } from '@app/database';
import { failpoint } from '@app/failpoints';
import {
  errorCode,
  JobProcessor,
  JobProducer,
  PermanentError,
  QueueProcessor,
  RetryLaterError,
  SkippedOutcome,
} from '@app/queue';
import { SequenceTooLargeError } from '@app/mrr';
import { ReportBuilder, ReportValueError } from '@app/reports';
import { DataSource } from 'typeorm';

/** An earlier slot of the same report and recipient is in the hands of another worker: mostly a matter of milliseconds. */
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
  ) {
    super();
  }

  protected async handle({ slotId }: BuildReportPayload): Promise<void> {
    const outcome = await this.builder.build(slotId).catch((error: unknown) => {
      if (error instanceof ReportValueError || error instanceof SequenceTooLargeError)
        throw new PermanentError(error.code, error.message, { cause: error });
      if (isContention(error)) throw new RetryLaterError(WAIT_AFTER_CONTENTION_MS, 'DATABASE.CONTENTION');
      throw error;
    });
    switch (outcome.kind) {
      case 'issued':
        this.logger.log(`Issued ${outcome.rowCount} rows, ${outcome.sizeBytes} bytes`);
        await failpoint('build.after-commit');
        // A lost ring costs time only: the reconciler looks for issues that are not delivered.
        await this.producer.enqueue('distribute-report', { issueId: outcome.issueId }).catch(() => undefined);
        await failpoint('build.after-ring');
        return;
      case 'nil':
        throw new SkippedOutcome(`nil: ${outcome.reason}`);
      case 'waits':
        throw new RetryLaterError(WAIT_FOR_EARLIER_SLOT_MS, 'REPORT.EARLIER_SLOT_UNFINISHED');
      case 'skipped':
        throw new SkippedOutcome(`the slot is ${outcome.state}`);
    }
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
