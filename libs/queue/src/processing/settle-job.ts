import { DelayedError, UnrecoverableError, WaitingError, type Job } from 'bullmq';
import { redact } from '@app/observability';
import { errorCode } from '../outcomes/error-code';
import { LOCK_LOST, type JobOutcome } from '../outcomes/job-outcome';
import { postponedAgain, postponementOf } from './postponement';

/** Redis keeps message and stack of a failure and Bull Board shows them, so both are cleaned like log lines. */
function forStorage<E extends Error>(stored: E, original: Error): E {
  stored.message = redact(`${errorCode(original)}: ${original.message}`);
  stored.stack = redact(original.stack ?? stored.message);
  return stored;
}

/**
 * Tells BullMQ what became of the run, in its own language: a value, or one of the errors that it knows.
 * "Later" and "handed back" cost no attempt.
 */
export async function settleJob(job: Job, token: string | undefined, outcome: JobOutcome): Promise<string> {
  switch (outcome.kind) {
    case 'done':
      return 'done';
    case 'skipped':
      return `skipped: ${outcome.reason}`;
    case 'later':
      await job.updateProgress(postponedAgain(postponementOf(job), errorCode(outcome.error), Date.now()));
      await job.moveToDelayed(Date.now() + outcome.delayMs, token);
      throw new DelayedError();
    case 'handed-back':
      // Without the lock the job is not ours to move; without Redis the stalled check takes it up once the lock is gone.
      if (outcome.reason !== LOCK_LOST) await job.moveToWait(token).catch(() => undefined);
      throw new WaitingError();
    case 'retry':
      throw forStorage(new Error(), outcome.error);
    case 'failed':
      throw forStorage(new UnrecoverableError(), outcome.error);
  }
}
