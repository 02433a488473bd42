import { MOST_UNITS_OF_A_REQUEST } from './resource-units';

const MINUTE_MS = 60_000;
/** Part of the minute's budget that may go out at once. With the rest as a steady flow no minute exceeds the budget. */
const BURST_SHARE = 0.1;

/** A token bucket, described by the time at which it would be full again. */
export interface UnitBucket {
  /** Milliseconds in which one unit flows back. */
  msPerUnit: number;
  /** How far ahead of the steady flow requests may be, in milliseconds. */
  burstMs: number;
}

export function unitBucket(unitsPerMinute: number): UnitBucket {
  const burst = Math.max(unitsPerMinute * BURST_SHARE, MOST_UNITS_OF_A_REQUEST);
  // A budget below one request's price cannot be kept in every minute; on average it is.
  const steady = Math.max(unitsPerMinute - burst, unitsPerMinute / 2);
  const msPerUnit = MINUTE_MS / steady;
  return { msPerUnit, burstMs: burst * msPerUnit };
}
