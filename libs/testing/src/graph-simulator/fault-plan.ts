/** What a request is, as far as faults and the journal tell requests apart. */
export type Operation =
  | 'token'
  | 'find'
  | 'list'
  | 'create-folder'
  | 'put-content'
  | 'create-session'
  | 'range'
  | 'last-range'
  | 'session-status'
  | 'cancel'
  | 'delete'
  | 'permissions'
  | 'content'
  | 'other';

export type FaultAction =
  /** An answer instead of the work. */
  | { kind: 'refuse'; status: number; retryAfter?: string; code?: string; html?: boolean }
  /** The work is done and another answer given. */
  | { kind: 'lie'; status: number; retryAfter?: string; html?: boolean }
  /** The connection ends, before or after the work. */
  | { kind: 'drop'; when: 'before' | 'after' }
  /** The connection ends within a range, after so many of its bytes; see the setting `brokenRange`. */
  | { kind: 'break'; afterBytes: number }
  /** No answer ever comes; the work is done, unless it hangs before. */
  | { kind: 'hang'; when?: 'before' | 'after' }
  | { kind: 'delay'; ms: number }
  /** The work is done, and its answer damaged. */
  | { kind: 'damage'; how: 'cut' | 'html' | 'empty' | 'wrong-hash' | 'wrong-size' }
  /** The upload session is gone, as after its expiry. */
  | { kind: 'end-sessions' }
  /** All tokens are void, as after a change of keys. */
  | { kind: 'void-tokens' };

export interface Fault {
  /** Undefined: any. */
  operation?: Operation;
  /** A part of the path as sent. */
  path?: string;
  /** How many matching requests pass before; default 0. */
  after?: number;
  /** How many matching requests it hits; default 1. */
  times?: number;
  action: FaultAction;
}

/** Faults that wait for their requests. */
export class FaultPlan {
  private faults: (Fault & { after: number; times: number })[] = [];

  add(fault: Fault): void {
    this.faults.push({ after: 0, times: 1, ...fault });
  }

  clear(): void {
    this.faults = [];
  }

  /** What hits this request; at most one fault does. */
  take(operation: Operation, path: string): FaultAction | undefined {
    let hit: FaultAction | undefined;
    for (const fault of this.faults) {
      const matches =
        (fault.operation === undefined || fault.operation === operation) &&
        (fault.path === undefined || path.includes(fault.path));
      if (!matches || fault.times <= 0) continue;
      if (fault.after > 0) {
        fault.after--;
      } else if (!hit) {
        hit = fault.action;
        fault.times--;
      }
    }
    return hit;
  }
}
