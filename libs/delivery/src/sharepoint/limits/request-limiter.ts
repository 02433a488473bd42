/** Whether a request may go out now, and if not, how long it has to wait. */
export type Admission =
  { kind: 'granted' } | { kind: 'wait'; waitMs: number } | { kind: 'paused'; waitMs: number; reason: string };

/** The budget of one tenant and app, and the pause that the tenant asked for; shared by everybody who sends to it. */
export interface RequestLimiter {
  admit(units: number): Promise<Admission>;
  /** Holds back all requests for so long, at least; a longer pause stays. `reason` is empty for plain throttling. */
  pause(ms: number, reason?: string): Promise<void>;
}
