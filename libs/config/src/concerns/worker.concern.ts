import { z } from 'zod';
import { defineConcern } from '../concern';
import { intervalOf, integer } from '../variable';

export const workerConcern = defineConcern({
  variables: z.object({
    INGEST_CONCURRENCY: integer({ min: 1, max: 64, fallback: 2 }),
    REPORT_CONCURRENCY: integer({ min: 1, max: 64, fallback: 2 }),
    DISTRIBUTION_CONCURRENCY: integer({ min: 1, max: 64, fallback: 4 }),
    // How long the event loop may be blocked (half of it is the interval of renewal) before a job runs twice.
    JOB_LOCK_DURATION: intervalOf('20s'),
    // Less than the 30 s that Kubernetes and Docker leave between SIGTERM and SIGKILL.
    SHUTDOWN_DRAIN_TIMEOUT: intervalOf('15s'),
  }),
  build: (env) => ({
    ingestConcurrency: env.INGEST_CONCURRENCY,
    reportConcurrency: env.REPORT_CONCURRENCY,
    distributionConcurrency: env.DISTRIBUTION_CONCURRENCY,
    jobLockMs: env.JOB_LOCK_DURATION,
    drainTimeoutMs: env.SHUTDOWN_DRAIN_TIMEOUT,
  }),
});

export type WorkerConfig = ReturnType<typeof workerConcern.build>;
