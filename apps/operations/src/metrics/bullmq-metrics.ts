import { Inject, Injectable } from '@nestjs/common';
import { QUEUE_NAMES } from '@app/contracts';
import type { QueueName } from '@app/contracts';
import { JobProducer } from '@app/queue';
import { Counter, Registry } from 'prom-client';

const EVENTS = ['completed', 'failed'] as const;
type Event = (typeof EVENTS)[number];

/**
 * BullMQ's own count of ended jobs, which all workers share; it begins anew when Redis is emptied, and is absent while
 * Redis is away.
 */
@Injectable()
export class BullmqMetrics {
  constructor(
    @Inject(Registry) registry: Registry,
    @Inject(JobProducer) private readonly producer: JobProducer,
  ) {
    const read = (queue: QueueName, event: Event) => this.#read(queue, event);
    new Counter({
      name: 'bullmq_jobs_total',
      help: 'Jobs that ended, as BullMQ counts them: completed or failed',
      labelNames: ['queue', 'event'],
      registers: [registry],
      async collect() {
        this.reset();
        const counts = QUEUE_NAMES.flatMap((queue) =>
          EVENTS.map(async (event) => ({ queue, event, count: await read(queue, event) })),
        );
        for (const { count, ...labels } of await Promise.all(counts))
          if (count !== undefined) this.inc(labels, count);
      },
    });
  }

  /** Undefined while Redis is away; asked first, since BullMQ's own commands would wait for it without end. */
  async #read(queue: QueueName, event: Event): Promise<number | undefined> {
    if (!(await this.producer.isReachable(queue))) return undefined;
    const metrics = await this.producer
      .queue(queue)
      .getMetrics(event, 0, 0)
      .catch(() => undefined);
    return metrics?.meta.count;
  }
}
