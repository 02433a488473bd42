import type { z } from 'zod';

/** What every payload has: ids are added per job, data never (the database row is the truth). */
export interface BasePayload {
  correlationId: string;
}

/** Everything that a queue must say about its jobs. */
export interface JobSettings<Payload extends BasePayload> {
  payload: z.ZodType<Payload>;
  /** The thing that the job is about, as logs tell it, e.g. `slot 42`. */
  subject(payload: Omit<Payload, 'correlationId'>): string;
  /** Id of the job: one live job per thing. No `:` and not all digits (BullMQ refuses both). */
  jobId(payload: Omit<Payload, 'correlationId'>): string;
  /** Runs in all before the job counts as failed; a hand-back, a "later" and a lost worker cost none. */
  attempts: number;
  /** Exponential: `firstDelayMs`, twice that, ...; `jitter` is the part of each delay that is left to chance (0 to 1). */
  backoff: { firstDelayMs: number; jitter: number };
  /** Time for one run; afterwards its signal is aborted and the run counts as failed. */
  timeoutMs: number;
  /** How long a failed job stays for inspection and retry. Finished ones go at once, so that their id is free again. */
  retainFailedForDays: number;
}
