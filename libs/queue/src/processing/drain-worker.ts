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

/**
 * Takes no further jobs, lets the running ones finish, and after `drainTimeoutMs` aborts them so that they hand
 * themselves back. Returns within `drainTimeoutMs` + `graceMs` whatever Redis does; false if it was not clean.
 */
export async function drainWorker(worker: Worker, drainTimeoutMs: number, graceMs: number): Promise<boolean> {
  const closing = worker.close().catch(() => undefined);
  if (await endsWithin(drainTimeoutMs, closing)) return true;
  worker.cancelAllJobs(SHUTDOWN);
  return endsWithin(graceMs, closing);
}
