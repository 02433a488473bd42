import { Inject, Injectable } from '@nestjs/common';
import { QUEUE_NAMES } from '@app/contracts';
import type { QueueName } from '@app/contracts';
import { JobProducer, QueueUnavailableError } from '@app/queue';
import { z } from 'zod';

export const queueSchema = z.object({
  name: z.string(),
  waiting: z.int(),
  active: z.int(),
  delayed: z.int(),
  failed: z.int(),
  oldestWaitingSeconds: z.number().nullable().describe('Age of the job that has waited longest'),
});
export type QueueFigures = z.output<typeof queueSchema>;

/** Longer than a healthy Redis ever takes; the commands themselves would wait for it to come back. */
const TIMEOUT_MS = 3_000;

/** What the queues hold at this moment. */
@Injectable()
export class QueueReader {
  constructor(@Inject(JobProducer) private readonly producer: JobProducer) {}

  /** @throws QueueUnavailableError */
  readAll(): Promise<QueueFigures[]> {
    return Promise.all(QUEUE_NAMES.map((name) => this.#read(name)));
  }

  async #read(name: QueueName): Promise<QueueFigures> {
    const queue = this.producer.queue(name);
    const figures = Promise.all([
      queue.getJobCounts('wait', 'prioritized', 'active', 'delayed', 'failed'),
      queue.getJobs(['wait', 'prioritized'], 0, 0, true),
    ]);
    const [counts, [oldest]] = await within(figures, TIMEOUT_MS).catch((error: unknown) => {
      throw new QueueUnavailableError(name, { cause: error });
    });
    return {
      name,
      waiting: (counts['wait'] ?? 0) + (counts['prioritized'] ?? 0),
      active: counts['active'] ?? 0,
      delayed: counts['delayed'] ?? 0,
      failed: counts['failed'] ?? 0,
      oldestWaitingSeconds: oldest ? Math.max(0, (Date.now() - oldest.timestamp) / 1000) : null,
    };
  }
}

async function within<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const elapsed = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${timeoutMs / 1000} s`)), timeoutMs);
  });
  try {
    return await Promise.race([work, elapsed]);
  } finally {
    clearTimeout(timer);
  }
}
