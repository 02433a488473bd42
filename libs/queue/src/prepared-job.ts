import type { JobsOptions } from 'bullmq';
import { jobSettings, type JobInput, type JobPayload, type QueueName } from '@app/contracts';
import { currentJob } from '@app/observability';

export interface EnqueueOptions {
  /** 1 to 2,097,151, lower first; jobs without one come before all that have one. */
  priority?: number;
  delayMs?: number;
  /** Trace of the thing that the job is about; absent: the trace that is running. */
  traceContext?: string | undefined;
}

/** What BullMQ's `add` and `addBulk` take. */
export interface PreparedJob<Q extends QueueName> {
  name: Q;
  data: JobPayload<Q>;
  opts: JobsOptions & { jobId: string };
}

/** Failed jobs are for inspection: the database remembers all failures. */
const RETAIN_FAILED_AT_MOST = 5_000;

/**
 * Turns an input into a job with the settings of its queue.
 * @throws ZodError for an input that fails the schema of the queue
 */
export function prepareJob<Q extends QueueName>(
  queue: Q,
  input: JobInput<Q>,
  options: EnqueueOptions = {},
): PreparedJob<Q> {
  const settings = jobSettings(queue);
  const correlationId = input.correlationId ?? currentJob()?.correlationId ?? settings.jobId(input);
  const data = settings.payload.parse({ ...input, correlationId });
  return {
    name: queue,
    data,
    opts: {
      jobId: settings.jobId(data),
      attempts: settings.attempts,
      backoff: { type: 'exponential', delay: settings.backoff.firstDelayMs, jitter: settings.backoff.jitter },
      removeOnComplete: true, // a finished job must not block the next ring for the same thing
      removeOnFail: { age: settings.retainFailedForDays * 86_400, count: RETAIN_FAILED_AT_MOST },
      stackTraceLimit: 5,
      ...(options.priority === undefined ? {} : { priority: options.priority }),
      ...(options.delayMs === undefined ? {} : { delay: options.delayMs }),
      ...(options.traceContext === undefined ? {} : { telemetry: { metadata: options.traceContext } }),
    },
  };
}
