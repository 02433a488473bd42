import type { Logger } from '@nestjs/common';
import { errorCode } from '../outcomes/error-code';
import type { JobOutcome } from '../outcomes/job-outcome';

export interface FinishedRun {
  queue: string;
  subject: string;
  attempt: number;
  attempts: number;
  durationMs: number;
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

function runText(run: FinishedRun): string {
  return `${run.queue} ${run.subject} (${seconds(run.durationMs)}, attempt ${run.attempt} of ${run.attempts})`;
}

/** The one line at the end of a job, e.g. `Failed build-report slot 42 (3.2 s, attempt 2 of 5): DELIVERY.THROTTLED`. */
export function reportLine(run: FinishedRun, outcome: JobOutcome): string {
  switch (outcome.kind) {
    case 'done':
      return `Done ${runText(run)}`;
    case 'skipped':
      return `Skipped ${runText(run)}: ${outcome.reason}`;
    case 'later':
      return `Postponed ${runText(run)} by ${seconds(outcome.delayMs)}: ${errorCode(outcome.error)}`;
    case 'handed-back':
      return `Handed back ${runText(run)}: ${outcome.reason}`;
    case 'retry':
      return `Retrying ${runText(run)}: ${errorCode(outcome.error)}`;
    case 'failed':
      return `Failed ${runText(run)}: ${errorCode(outcome.error)}`;
  }
}

/** Error level only for the failed job: somebody must act. */
export function logRun(logger: Logger, run: FinishedRun, outcome: JobOutcome): void {
  const line = reportLine(run, outcome);
  const fields = { outcome: outcome.kind, durationMs: Math.round(run.durationMs) };
  if (outcome.kind === 'failed') {
    const { stack, message } = outcome.error;
    logger.error(line, { ...fields, code: errorCode(outcome.error), reason: message, errorStack: stack });
  } else if (outcome.kind === 'later') {
    logger.log(line, { ...fields, code: errorCode(outcome.error), reason: outcome.error.message });
  } else if (outcome.kind === 'retry') {
    logger.warn(line, { ...fields, code: errorCode(outcome.error), reason: outcome.error.message });
  } else {
    logger.log(line, fields);
  }
}
