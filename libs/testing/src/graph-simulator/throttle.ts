import { GraphFault } from './graph-fault';
import type { SimulatorSettings } from './settings';
import type { VirtualClock } from './virtual-clock';

const MINUTE_MS = 60_000;
/** Requests that were on their way when the first was throttled are no offence. */
const IN_FLIGHT_MS = 100;
const RATE_HEADERS_FROM = 0.8;
const MOST_EXTENSION_MS = 10_000;

/** The app's budget in resource units per minute, and a memory for those who do not wait. */
export class Throttle {
  /** Requests before the time told in Retry-After had passed. */
  violations = 0;
  throttled = 0;
  private windowStart = 0;
  private used = 0;
  private askedAt = 0;
  private closedUntil = 0;

  constructor(
    private readonly settings: () => SimulatorSettings,
    private readonly clock: VirtualClock,
  ) {}

  /** Headers for the answer. @throws GraphFault 429 or 503 */
  charge(units: number): Record<string, string> {
    const { unitsPerMinute, blocked } = this.settings();
    if (blocked) throw new GraphFault(503, 'serviceNotAvailable', 'The application is blocked.');
    if (unitsPerMinute === null) return {};
    const now = this.clock.now();
    if (now >= this.windowStart + MINUTE_MS) [this.windowStart, this.used] = [now, 0];
    this.used += units; // throttled calls count as well
    if (now < this.closedUntil) {
      if (now > this.askedAt + IN_FLIGHT_MS) {
        this.violations++;
        this.closedUntil += MOST_EXTENSION_MS;
      }
      throw this.refusal(now);
    }
    if (this.used > unitsPerMinute) {
      this.askedAt = now;
      this.closedUntil = this.windowStart + MINUTE_MS;
      throw this.refusal(now);
    }
    return this.used >= unitsPerMinute * RATE_HEADERS_FROM ? this.rateHeaders(now, unitsPerMinute) : {};
  }

  private refusal(now: number): GraphFault {
    this.throttled++;
    const { retryAfter, throttleStatus, throttleCode, unitsPerMinute } = this.settings();
    const waitS = (this.closedUntil - now) / 1000;
    const told = {
      integer: { 'retry-after': String(Math.ceil(waitS)) },
      decimal: { 'retry-after': waitS.toFixed(3) },
      date: { 'retry-after': new Date(Math.ceil(this.closedUntil / 1000) * 1000).toUTCString() },
      absent: {},
    }[retryAfter];
    const headers = { ...told, ...this.rateHeaders(now, unitsPerMinute ?? 0) };
    return throttleStatus === 429
      ? new GraphFault(429, throttleCode, 'The request has been throttled', 'throttledRequest', headers)
      : new GraphFault(503, 'serviceNotAvailable', 'The server is busy', undefined, headers);
  }

  private rateHeaders(now: number, limit: number): Record<string, string> {
    if (!this.settings().rateLimitHeaders) return {};
    return {
      'ratelimit-limit': String(limit),
      'ratelimit-remaining': String(Math.max(0, limit - this.used)),
      'ratelimit-reset': String(Math.ceil((this.windowStart + MINUTE_MS - now) / 1000)),
    };
  }
}
