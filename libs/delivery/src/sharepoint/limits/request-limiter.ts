import type { Backoff } from '../graph/backoff';

/** Whether a request may go out, and when. */
export type Admission =
  | { kind: 'granted' }
  /** The units are reserved: it goes out after the wait, unless there is a pause by then. */
  | { kind: 'reserved'; waitMs: number }
  /** Nothing is reserved, because the wait would be too long. */
  | { kind: 'exhausted'; waitMs: number }
  | Pause;

export interface Pause {
  kind: 'paused';
  waitMs: number;
  /** Empty for plain throttling. */
  reason: string;
}

/** The budget of one tenant and app, and the pause that the tenant asked for; shared by everybody who sends to it. */
export interface RequestLimiter {
  /** @param mostWaitMs the longest wait that is worth a reservation */
  reserve(units: number, mostWaitMs: number): Promise<Admission>;
  /** Undefined if there is none. */
  pauseLeft(): Promise<Pause | undefined>;
  /** Holds back all requests for so long, at least; a longer pause stays. */
  pause(ms: number, reason?: string): Promise<void>;
  /**
   * As `pause`, for a reason that somebody has to mend: the first stop is short, and each one that follows soon twice
   * as long as the one before. While a stop lasts, another one adds nothing.
   * @returns milliseconds until it ends
   */
  stop(reason: string, growth: Backoff): Promise<number>;
}

/** A stop that begins later than this after the last one is another story, and starts with a short one. */
export const STOPS_BELONG_TOGETHER_MS = 15 * 60_000;
