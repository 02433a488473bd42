import type { DeliveryError } from '@app/delivery';
import { PermanentError, type Postponement } from '@app/queue';

/** The same as an idle upload session lives, so that its name is free at the latest in the wait after that. */
const LONGEST_WAIT_MS = 15 * 60_000;
/** A destination that has asked for patience for so long is for an operator to look at. */
const MOST_WAITING_MS = 24 * 3_600_000;

/** Undefined if the error does not ask to wait: then the queue's attempts apply. */
export function waitMsAfter(error: DeliveryError, before: Postponement | undefined): number | undefined {
  if (error.retryAfterMs !== undefined) return error.retryAfterMs;
  if (error.firstWaitMs === undefined) return undefined;
  const full = Math.min(error.firstWaitMs * 2 ** (before?.times[error.code] ?? 0), LONGEST_WAIT_MS);
  return full * (0.5 + Math.random() / 2); // so that those who met the same obstacle do not meet again
}

export function hasWaitedEnough(before: Postponement | undefined, now: number): before is Postponement {
  return before !== undefined && now - before.since >= MOST_WAITING_MS;
}

export function givenUp(error: DeliveryError, { since }: Postponement): PermanentError {
  const hours = MOST_WAITING_MS / 3_600_000;
  const text = `${error.message}. After ${hours} hours of waiting, since ${new Date(since).toISOString()}, it is given up: see to it and requeue the slot`;
  return new PermanentError(error.code, text, { cause: error });
}
