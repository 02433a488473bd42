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
}
