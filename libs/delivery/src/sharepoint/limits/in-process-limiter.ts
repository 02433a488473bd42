import { backoffMs, type Backoff } from '../graph/backoff';
import { STOPS_BELONG_TOGETHER_MS, type Admission, type Pause, type RequestLimiter } from './request-limiter';
import { unitBucket } from './unit-bucket';

/** The limiter of a single process. */
export class InProcessLimiter implements RequestLimiter {
  private readonly bucket;
  private fullAt = 0;
  private paused = { until: 0, reason: '' };
  private stopped = { until: 0, times: 0 };

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

  async stop(reason: string, growth: Backoff): Promise<number> {
    const now = this.now();
    const { until, times } = this.stopped;
    if (until > now) return until - now;
    const before = now - until > STOPS_BELONG_TOGETHER_MS ? 0 : times;
    const ms = backoffMs(before, growth);
    this.stopped = { until: now + ms, times: before + 1 };
    await this.pause(ms, reason);
    return ms;
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
