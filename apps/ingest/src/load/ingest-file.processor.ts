import { Inject } from '@nestjs/common';
import type { IngestFilePayload } from '@app/contracts';
import { isContention } from '@app/database';
import { failpoint } from '@app/failpoints';
import { JobProcessor, QueueProcessor, RetryLaterError, SkippedOutcome } from '@app/queue';
import type { JobRun } from '@app/queue';
import { DataSource } from 'typeorm';
import { FileLoader } from './file-loader';
import { LoadMetrics } from './load-metrics';

/** Long enough for an earlier file to be decided, short enough not to be noticed. */
const LEAST_WAIT_MS = 200;

/**
 * For each file that goes before, about the time in which one is decided. If all of many equal files came back as early
 * as the first of them, each round would decide one and run all the others in vain.
 */
const WAIT_PER_EARLIER_FILE_MS = 50;
/** Those before it may be decided all at once: an undecided file makes reports wait for it. */
const MOST_WAIT_MS = 30_000;

/** Another transaction was in the way; it has ended by then. */
const WAIT_AFTER_CONTENTION_MS = 500;

/** Loads one received file. A second run finds the file decided and skips. */
@QueueProcessor('ingest-file')
export class IngestFileProcessor extends JobProcessor<'ingest-file'> {
  constructor(
    @Inject(FileLoader) private readonly loader: FileLoader,
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(LoadMetrics) private readonly metrics: LoadMetrics,
  ) {
    super();
  }

  protected async handle({ sourceFileId }: IngestFilePayload, { signal }: JobRun): Promise<void> {
    const outcome = await this.loader.load(sourceFileId, signal).catch((error: unknown) => {
      if (isContention(error)) throw new RetryLaterError(WAIT_AFTER_CONTENTION_MS, 'DATABASE.CONTENTION');
      throw error;
    });
    await failpoint('load.after-commit');
    this.metrics.record(outcome);
    switch (outcome.kind) {
      case 'accepted':
        this.logger.log(
          `Accepted file ${sourceFileId}: ${outcome.records} records, ${outcome.setAside} set aside`,
        );
        return;
      case 'rejected':
        this.logger.warn(`Rejected file ${sourceFileId}: ${outcome.code} ${outcome.reason}`);
        return;
      case 'duplicate':
        throw new SkippedOutcome('the same bytes were loaded before');
      case 'waits':
        throw new RetryLaterError(
          Math.min(MOST_WAIT_MS, Math.max(LEAST_WAIT_MS, outcome.earlierFiles * WAIT_PER_EARLIER_FILE_MS)),
          'INGEST.EARLIER_FILE_UNDECIDED',
        );
      case 'skipped':
        throw new SkippedOutcome('the file is decided');
    }
  }

  /** The file stays received: it is not at fault, and the reconciler rings for it again. */
  protected async onFinalFailure({ sourceFileId }: IngestFilePayload, error: Error): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO alert (kind, subject, message) VALUES ('FILE_NOT_LOADED', $1, $2) ON CONFLICT DO NOTHING`,
      [`source file ${sourceFileId}`, `Loading failed and is tried again: ${error.message}`],
    );
  }
}
