import type { Admission, Pause, RequestLimiter } from './request-limiter';
import { unitBucket } from './unit-bucket';

/** The limiter of a single process. */
export class InProcessLimiter implements RequestLimiter {
  private readonly bucket;
  private fullAt = 0;
  private paused = { until: 0, reason: '' };

  constructor(
    unitsPerMinute: number,
    private readonly now: () => number,
  ) {
    this.bucket = unitBucket(unitsPerMinute);
  }

  reserve(units: number, mostWaitMs: number): Promise<Admission> {
    return Promise.resolve(this.pauseNow() ?? this.take(units, mostWaitMs));
  }

  pauseLeft(): Promise<Pause | undefined> {
    return Promise.resolve(this.pauseNow());
  }

  pause(ms: number, reason = ''): Promise<void> {
    const until = this.now() + ms;
    if (until > this.paused.until) this.paused = { until, reason };
    return Promise.resolve();
  }

  /** As `pauseLeft`, without a gap in which something could change. */
  pauseNow(): Pause | undefined {
    const waitMs = this.paused.until - this.now();
    return waitMs > 0 ? { kind: 'paused', waitMs, reason: this.paused.reason } : undefined;
  }

  private take(units: number, mostWaitMs: number): Admission {
    const now = this.now();
    const fullAt = Math.max(this.fullAt, now) + units * this.bucket.msPerUnit;
    const waitMs = fullAt - this.bucket.burstMs - now;
    if (waitMs > mostWaitMs) return { kind: 'exhausted', waitMs };
    this.fullAt = fullAt;
    return waitMs > 0 ? { kind: 'reserved', waitMs } : { kind: 'granted' };
  }
}
