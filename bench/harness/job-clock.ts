import { QueueEvents } from 'bullmq';
import { jobSettings, type JobInput, type QueueName } from '@app/contracts';
import { JobProducer } from '@app/queue';
import type { Bench } from './bench';
import type { Installation } from './app';

const JOB_TIMEOUT_MS = 30 * 60_000;

/** Gives jobs to the product's own processes and tells from Redis' events how long each was worked on. */
export class JobClock<Q extends QueueName> {
  private constructor(
    private readonly queue: Q,
    private readonly producer: JobProducer,
    private readonly events: QueueEvents,
  ) {}

  static async open<Q extends QueueName>(
    bench: Bench,
    installation: Installation,
    queue: Q,
  ): Promise<JobClock<Q>> {
    const { redisUrl: url } = bench;
    const { queuePrefix: prefix } = installation;
    const producer = new JobProducer({ backend: 'redis', url, prefix });
    await producer.queue(queue).obliterate({ force: true });
    const events = new QueueEvents(queue, { connection: { url }, prefix });
    events.setMaxListeners(0);
    await events.waitUntilReady();
    return new JobClock(queue, producer, events);
  }

  /**
   * Rings for one thing and waits until it is done.
   * @returns milliseconds from the worker's start on the job to its end, by the clock of Redis
   */
  async time(input: JobInput<Q>): Promise<number> {
    const jobId = jobSettings(this.queue).jobId(input);
    const ended = this.#ended(jobId);
    await this.producer.enqueue(this.queue, input);
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
    await this.producer.onApplicationShutdown();
  }
}

/** An event's id in Redis begins with its time in milliseconds. */
function instantOf(eventId: string): number {
  return Number(eventId.split('-')[0]);
}
