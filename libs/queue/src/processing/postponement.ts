import type { Job } from 'bullmq';
import { z } from 'zod';

const schema = z.object({ since: z.number(), times: z.record(z.string(), z.number()) });

/**
 * How a job has been told "later" so far. Kept as its progress, where operators see it as well; a job that is lost
 * with Redis starts anew, which only makes its waits short again.
 */
export type Postponement = Readonly<z.output<typeof schema>>;

/** Undefined if it has not been postponed since it was put into the queue, or put back by an operator. */
export function postponementOf({ progress, attemptsStarted }: Job): Postponement | undefined {
  return attemptsStarted <= 1 ? undefined : schema.safeParse(progress).data;
}

/** One more, for the reason with this code. */
export function postponedAgain(before: Postponement | undefined, code: string, now: number): Postponement {
  const times = before?.times ?? {};
  return { since: before?.since ?? now, times: { ...times, [code]: (times[code] ?? 0) + 1 } };
}
