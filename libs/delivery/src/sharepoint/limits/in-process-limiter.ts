import type { Admission, RequestLimiter } from './request-limiter';
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

  admit(units: number): Promise<Admission> {
    return Promise.resolve(this.decide(units));
  }

  pause(ms: number, reason = ''): Promise<void> {
    const until = this.now() + ms;
    if (until > this.paused.until) this.paused = { until, reason };
    return Promise.resolve();
  }

  /** What is left of a pause, without asking for anything. */
  pauseLeft(): Admission & { kind: 'granted' | 'paused' } {
    const waitMs = this.paused.until - this.now();
    return waitMs > 0 ? { kind: 'paused', waitMs, reason: this.paused.reason } : { kind: 'granted' };
  }

  private decide(units: number): Admission {
    const pause = this.pauseLeft();
    if (pause.kind === 'paused') return pause;
    const now = this.now();
    const fullAt = Math.max(this.fullAt, now) + units * this.bucket.msPerUnit;
    const waitMs = fullAt - this.bucket.burstMs - now;
    if (waitMs > 0) return { kind: 'wait', waitMs };
    this.fullAt = fullAt;
    return { kind: 'granted' };
  }
}
