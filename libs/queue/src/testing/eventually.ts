import { setTimeout as delay } from 'node:timers/promises';

/** Waits until `look` returns something truthy, at most `deadlineMs`. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T> | T,
  deadlineMs = 20_000,
): Promise<NonNullable<T>> {
  const end = Date.now() + deadlineMs;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (Date.now() > end) throw new Error(`Did not happen in ${deadlineMs / 1000} s: ${what}`);
    await delay(20);
  }
}
