import type { FileDraft } from '../files/file-draft';
import type { Instant } from '../instant';
import { HOUR, MINUTE } from '../instant';
import type { Random } from '../random';
import { TimeQueue } from './time-queue';

/** A draft with the instant at which it reaches the application. */
export interface ArrivingFile {
  readonly draft: FileDraft;
  readonly arrivedAt: Instant;
}

/** One interval in which nothing could be received; all of it arrives afterwards, in no particular order. */
export interface Outage {
  readonly from: Instant;
  readonly to: Instant;
}

const LATE_PER_MILLE = 25;
const COUNTER_JUMP_PER_MILLE = 5;
const DISTURBANCE_LENGTH = 15 * MINUTE;

/**
 * Holds planned files until their day is complete, numbers them in the order of their creation (counters are per
 * originator and file kind), and decides when each arrives.
 */
export class FileSchedule {
  private readonly drafts = new TimeQueue<(counter: (key: string) => number) => FileDraft>();
  private readonly arrivals = new TimeQueue<ArrivingFile>();
  private readonly counters = new Map<string, number>();

  constructor(
    private readonly random: Random,
    private readonly outage: Outage,
  ) {}

  add(draft: FileDraft): void {
    this.drafts.add(draft.createdAt, () => draft);
  }

  /** For files whose counter is taken when they are created. */
  addNumbered(createdAt: Instant, counterKey: string, compose: (counter: number) => FileDraft): void {
    this.drafts.add(createdAt, (counter) => compose(counter(counterKey)));
  }

  /** For files whose counter other files name. */
  nextCounter(key: string): number {
    const jump = this.random.chance(COUNTER_JUMP_PER_MILLE) ? 1 : 0;
    const counter = (this.counters.get(key) ?? 0) + 1 + jump;
    this.counters.set(key, counter);
    return counter;
  }

  /** Files created and arrived before an instant, in the order of arrival. Nothing earlier may be added afterwards. */
  releaseBefore(instant: Instant): ArrivingFile[] {
    for (const compose of this.drafts.takeBefore(instant)) {
      const draft = compose((key) => this.nextCounter(key));
      const arrivedAt = this.arrivalOf(draft.createdAt);
      this.arrivals.add(arrivedAt, { draft, arrivedAt });
    }
    return this.arrivals.takeBefore(instant);
  }

  /** What was created in time and is still on its way. */
  releaseRest(): ArrivingFile[] {
    return this.arrivals.takeBefore(Number.POSITIVE_INFINITY);
  }

  private arrivalOf(createdAt: Instant): Instant {
    if (createdAt >= this.outage.from && createdAt < this.outage.to) {
      return this.outage.to + this.random.integer(0, DISTURBANCE_LENGTH);
    }
    if (this.random.chance(LATE_PER_MILLE)) return createdAt + this.random.integer(2 * HOUR, 60 * HOUR);
    return createdAt + this.random.integer(5, 2 * MINUTE);
  }
}
