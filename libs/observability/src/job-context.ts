import { AsyncLocalStorage } from 'node:async_hooks';

/** What every log line and every follow-up job of a running job carries. */
export interface JobContext {
  queue: string;
  jobId: string;
  subject: string;
  correlationId: string;
  attempt: number;
}

const storage = new AsyncLocalStorage<JobContext>();

export function runInJobContext<T>(context: JobContext, run: () => T): T {
  return storage.run(context, run);
}

/** The job that the caller works for; undefined outside of jobs. */
export function currentJob(): JobContext | undefined {
  return storage.getStore();
}
