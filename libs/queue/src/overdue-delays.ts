import type { Job } from 'bullmq';

type DelayedJob = Pick<Job, 'id' | 'delay' | 'timestamp' | 'attemptsStarted'>;

/** Jobs that nobody asks about any more are forgotten from here on. */
const REMEMBERED_AT_MOST = 20_000;
/** Workers look for jobs whose time has come every few seconds. */
const SLACK_MS = 10_000;

/**
 * Finds delayed jobs that wait far longer than they were told to. BullMQ notes the end of a delay by the clock of the
 * worker that ordered it: if that clock was two hours fast for a moment, a wait of a quarter of a second takes two
 * hours. Here a wait is measured from when it was first seen, on a clock that cannot be set.
 */
export class OverdueDelays {
  readonly #firstSeen = new Map<string, { readonly wait: string; readonly at: number }>();

  constructor(private readonly monotonicMs: () => number = () => performance.now()) {}

  isOverdue(job: DelayedJob): boolean {
    const id = job.id ?? '';
    const wait = `${job.timestamp} ${job.attemptsStarted} ${job.delay}`;
    const seen = this.#firstSeen.get(id);
    const now = this.monotonicMs();
    if (seen?.wait !== wait) {
      this.#remember(id, wait, now);
      return false;
    }
    if (now - seen.at <= job.delay + SLACK_MS) return false;
    this.#firstSeen.delete(id);
    return true;
  }

  #remember(id: string, wait: string, at: number): void {
    this.#firstSeen.delete(id);
    this.#firstSeen.set(id, { wait, at });
    const [oldest] = this.#firstSeen.keys();
    if (this.#firstSeen.size > REMEMBERED_AT_MOST && oldest !== undefined) this.#firstSeen.delete(oldest);
  }
}
