import { setTimeout as delay } from 'node:timers/promises';
import type { Worker } from 'bullmq';
import { SHUTDOWN } from '../outcomes/job-outcome';

async function endsWithin(ms: number, ending: Promise<void>): Promise<boolean> {
  const timer = new AbortController();
  const elapsed = delay(ms, false, { signal: timer.signal }).catch(() => false);
  try {
    return await Promise.race([ending.then(() => true), elapsed]);
  } finally {
    timer.abort();
  }
}

/** Ends the worker without a word to Redis, also for Nest, which later waits for `close()` once more and without limit. */
function abandon(worker: Worker): void {
  void worker
    .getBackend()
    .close(true)
    .catch(() => undefined);
  worker.closing = Promise.resolve();
}

/**
 * Takes no further jobs, lets the running ones finish, and after `drainTimeoutMs` aborts them so that they hand
 * themselves back. Returns within `drainTimeoutMs` + `graceMs` whatever Redis does; false if it was not clean.
 *
 * While Redis is away nothing can be handed back and a polite `close()` never ends: the jobs are aborted at once and
 * the stalled check of another worker takes them up.
 */
export async function drainWorker(
  worker: Worker,
  times: { drainTimeoutMs: number; graceMs: number; redisIsThere: boolean },
): Promise<boolean> {
  if (!times.redisIsThere) {
    worker.cancelAllJobs(SHUTDOWN);
    await endsWithin(
      times.graceMs,
      worker.close(true).catch(() => undefined),
    );
    return false;
  }
  const closing = worker.close().catch(() => undefined);
  if (await endsWithin(times.drainTimeoutMs, closing)) return true;
  worker.cancelAllJobs(SHUTDOWN);
  if (await endsWithin(times.graceMs, closing)) return true;
  abandon(worker);
  return false;
}
