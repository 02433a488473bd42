import { setTimeout as delay } from 'node:timers/promises';

const LOOK_INTERVAL_MS = 20;

/**
 * Waits until `look` returns something truthy.
 *
 * @throws Error that says what did not happen before the deadline
 */
export async function eventually<T>(
  what: string | (() => string),
  look: () => Promise<T> | T,
  deadlineMs = 60_000,
): Promise<Exclude<T, false | null | undefined>> {
  const end = Date.now() + deadlineMs;
  for (;;) {
    const seen = await look();
    if (seen) return seen as Exclude<T, false | null | undefined>;
    if (Date.now() > end) {
      const missed = typeof what === 'string' ? what : what();
      throw new Error(`Did not happen in ${deadlineMs / 1000} s: ${missed}`);
    }
    await delay(LOOK_INTERVAL_MS);
  }
}
