import { Queue, QueueEvents } from 'bullmq';
import { type JobInput, type QueueName } from '@app/contracts';
import { prepareJob } from '../../libs/queue/src/prepared-job';
import type { Bench } from './bench';
import type { Installation } from './app';

const JOB_TIMEOUT_MS = 30 * 60_000;

/** Gives jobs to the product's own processes and tells from Redis' events how long each was worked on. */
export class JobClock<Q extends QueueName> {
  private constructor(
    private readonly name: Q,
    private readonly queue: Queue,
    private readonly events: QueueEvents,
  ) {}

  static async open<Q extends QueueName>(
    bench: Bench,
    installation: Installation,
    name: Q,
  ): Promise<JobClock<Q>> {
    const options = { connection: { url: bench.redisUrl }, prefix: installation.queuePrefix };
    const queue = new Queue(name, options);
    await queue.obliterate({ force: true });
    const events = new QueueEvents(name, options);
    await events.waitUntilReady();
    return new JobClock(name, queue, events);
  }

  /**
   * Rings for one thing and waits until it is done.
   * @returns milliseconds from the worker's start on the job to its end, by the clock of Redis
   */
  async time(input: JobInput<Q>): Promise<number> {
    const { name, data, opts } = prepareJob(this.name, input);
    const ended = this.#ended(opts.jobId);
    await this.queue.add(name, data, opts);
    return ended;
  }

  #ended(jobId: string): Promise<number> {
    return new Promise((resolve, reject) => {
      let startedAt = Number.NaN;
      const timer = setTimeout(() => end(() => reject(new Error(`${jobId} does not end`))), JOB_TIMEOUT_MS);
      const onActive = (job: { jobId: string }, eventId: string): void => {
        if (job.jobId === jobId) startedAt = instantOf(eventId);
      };
      const onCompleted = (job: { jobId: string; returnvalue: unknown }, eventId: string): void => {
        if (job.jobId !== jobId) return;
        end(() =>
          String(job.returnvalue).includes('done')
            ? resolve(instantOf(eventId) - startedAt)
            : reject(new Error(`${jobId} ended: ${String(job.returnvalue)}`)),
        );
      };
      const onFailed = (job: { jobId: string; failedReason: string }): void => {
        if (job.jobId === jobId) end(() => reject(new Error(`${jobId} failed: ${job.failedReason}`)));
      };
      const end = (settle: () => void): void => {
        clearTimeout(timer);
        this.events.off('active', onActive).off('completed', onCompleted).off('failed', onFailed);
        settle();
      };
      this.events.on('active', onActive).on('completed', onCompleted).on('failed', onFailed);
    });
  }

  async close(): Promise<void> {
    await this.events.close();
    await this.queue.close();
  }
}

/** An event's id in Redis begins with its time in milliseconds. */
function instantOf(eventId: string): number {
  return Number(eventId.split('-')[0]);
}
