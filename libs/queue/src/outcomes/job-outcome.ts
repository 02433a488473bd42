import { JobTimeoutError } from './job-timeout.error';
import { PermanentError } from './permanent.error';
import { RetryLaterError } from './retry-later.error';
import { SkippedOutcome } from './skipped.outcome';

/** Reasons with which a run is aborted from outside. */
export const SHUTDOWN = 'shutdown';
export const LOCK_LOST = 'lock lost';

/** How a run can end; a closed set. */
export type JobOutcome =
  | { kind: 'done' }
  | { kind: 'skipped'; reason: string }
  | { kind: 'later'; delayMs: number; error: Error }
  | { kind: 'handed-back'; reason: string }
  | { kind: 'retry'; error: Error }
  | { kind: 'failed'; error: Error };

export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/**
 * What a thrown error means. What a handler says explicitly counts first; then why it was aborted, since an aborted
 * handler fails with whatever its libraries throw; anything else is retried while attempts are left.
 */
export function outcomeOfError(thrown: unknown, abortReason: unknown, attemptsLeft: boolean): JobOutcome {
  if (thrown instanceof SkippedOutcome) return { kind: 'skipped', reason: thrown.reason };
  if (thrown instanceof PermanentError) return { kind: 'failed', error: thrown };
  if (thrown instanceof RetryLaterError) return { kind: 'later', delayMs: thrown.delayMs, error: thrown };
  if (abortReason === SHUTDOWN || abortReason === LOCK_LOST)
    return { kind: 'handed-back', reason: abortReason };
  const error = abortReason instanceof JobTimeoutError ? abortReason : asError(thrown);
  return attemptsLeft ? { kind: 'retry', error } : { kind: 'failed', error };
}
