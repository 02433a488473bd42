import { Processor } from '@nestjs/bullmq';
import { MetricsTime } from 'bullmq';
import type { QueueName } from '@app/contracts';
import type { JobProcessor } from './job-processor';

type WorkerSettings = NonNullable<Parameters<typeof Processor>[1]>;

/** The times of locks are configured, see `useLockTimes`. */
const WORKER_SETTINGS: WorkerSettings = {
  autorun: false, // started by JobProcessor once the whole application is up
  maxStalledCount: 5, // deployments and crashes may hit one job repeatedly; one that kills its workers must end at last
  runRetryDelay: 2_000,
  metrics: { maxDataPoints: MetricsTime.ONE_HOUR }, // BullMQ's own counts, for /metrics and Bull Board
};

/**
 * Makes a class the processor of a queue (`@Processor` of Nest with our settings). Such classes stand only under
 * `apps/`: Nest starts a worker in every process that imports one.
 */
export function QueueProcessor<Q extends QueueName>(queue: Q, settings: WorkerSettings = {}) {
  return (target: abstract new (...args: never[]) => JobProcessor<Q>): void => {
    Processor(queue, { ...WORKER_SETTINGS, ...settings })(target);
  };
}
