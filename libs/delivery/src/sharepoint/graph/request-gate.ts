import { TargetStoppedError } from '../../errors/target-stopped.error';
import { ThrottledError } from '../../errors/throttled.error';
import type { Clock } from '../clock';
import type { Pause, RequestLimiter } from '../limits/request-limiter';

/** A longer wait is for the queue: a job that sleeps keeps others from working. */
const MOST_PATIENCE_MS = 60_000;
/** Spreads those who waited for the same instant. */
const MOST_JITTER_MS = 250;
/** Until somebody has acted; short at first, since many a trouble mends itself. */
const SHORTEST_STOP_MS = 15_000;
export const LONG_STOP_MS = 15 * 60_000;

/** Lets requests through one by one, as the tenant's budget and its wishes for patience allow. */
export class RequestGate {
  constructor(
    private readonly limiter: RequestLimiter,
    private readonly clock: Clock,
  ) {}

  /** @throws ThrottledError or TargetStoppedError if the wait is too long to sit it out */
  async pass(units: number, signal?: AbortSignal): Promise<void> {
    const giveUpAt = this.clock.now() + MOST_PATIENCE_MS;
    for (;;) {
      signal?.throwIfAborted();
      const patienceMs = Math.max(0, giveUpAt - this.clock.now());
      const admission = await this.limiter.reserve(units, patienceMs);
      if (admission.kind === 'granted') return;
      if (admission.kind === 'exhausted') throw new ThrottledError(admission.waitMs);
      if (admission.kind === 'paused') await this.sitOut(admission, patienceMs, signal);
      else if (await this.awaitTurn(admission.waitMs, signal)) return;
    }
  }

  /**
   * Waits while the tenant wants to be left alone.
   * @throws as `pass`
   */
  async quiet(signal?: AbortSignal): Promise<void> {
    const giveUpAt = this.clock.now() + MOST_PATIENCE_MS;
    for (;;) {
      const pause = await this.limiter.pauseLeft();
      if (!pause) return;
      await this.sitOut(pause, Math.max(0, giveUpAt - this.clock.now()), signal);
    }
  }

  /** False if a pause has come up meanwhile. */
  private async awaitTurn(waitMs: number, signal?: AbortSignal): Promise<boolean> {
    await this.clock.sleep(waitMs, signal);
    return (await this.limiter.pauseLeft()) === undefined;
  }

  private async sitOut(pause: Pause, patienceMs: number, signal?: AbortSignal): Promise<void> {
    if (pause.reason) throw new TargetStoppedError(pause.reason, pause.waitMs);
    if (pause.waitMs > patienceMs) throw new ThrottledError(pause.waitMs);
    await this.clock.sleep(pause.waitMs + Math.random() * MOST_JITTER_MS, signal);
  }

  /** Nobody sends anything for so long. */
  holdBack(ms: number): Promise<void> {
    return this.limiter.pause(ms);
  }

  /** The next file would fail like this one: nobody tries for a while. */
  async stop(reason: string, mostMs = LONG_STOP_MS, cause?: unknown): Promise<TargetStoppedError> {
    const ms = await this.limiter.stop(reason, { firstMs: SHORTEST_STOP_MS, mostMs });
    return new TargetStoppedError(reason, ms, { cause });
  }
}
