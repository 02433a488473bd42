import { UnavailableError } from '../../errors/unavailable.error';
import type { Clock } from '../clock';
import { backoffMs, DEFAULT_BACKOFF } from './backoff';
import { describeAnswer, type GraphAnswer } from './graph-answer';

const MOST_WAITS = 5; // half a minute in all; beyond that the queue waits better

/** How often one step of a delivery is tried again within one run of the job. */
export class Patience {
  private waits = 0;

  constructor(
    private readonly clock: Clock,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /** @throws UnavailableError if there have been too many waits */
  async wait(after: GraphAnswer | string): Promise<void> {
    if (this.waits >= MOST_WAITS) {
      if (typeof after === 'string') throw new UnavailableError(after);
      throw new UnavailableError(describeAnswer(after), after.kind === 'lost' ? { cause: after.error } : {});
    }
    await this.clock.sleep(backoffMs(this.waits++, DEFAULT_BACKOFF), this.signal);
  }

  /** Something has moved on: what comes next has its own tries. */
  renew(): void {
    this.waits = 0;
  }
}
