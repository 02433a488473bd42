import { Inject, Injectable } from '@nestjs/common';
import { QUEUE_NAMES } from '@app/contracts';
import { JobProducer } from '@app/queue';
import { Counter, Registry } from 'prom-client';

const EVENTS = ['completed', 'failed'] as const;

/** BullMQ's own count of ended jobs, which all workers share; it begins anew when Redis is emptied. */
@Injectable()
export class BullmqMetrics {
  readonly #jobs: Counter<'queue' | 'event'>;

  constructor(
    @Inject(Registry) registry: Registry,
    @Inject(JobProducer) private readonly producer: JobProducer,
  ) {
    this.#jobs = new Counter({
      name: 'bullmq_jobs_total',
      help: 'Jobs that ended, as BullMQ counts them: completed or failed',
      labelNames: ['queue', 'event'],
      registers: [registry],
    });
  }

  /** Rejects while Redis is away; the counts are absent then. */
  async collect(): Promise<void> {
    this.#jobs.reset();
    await Promise.all(
      QUEUE_NAMES.flatMap((queue) =>
        EVENTS.map(async (event) => {
          const { meta } = await this.producer.queue(queue).getMetrics(event, 0, 0);
          this.#jobs.inc({ queue, event }, meta.count);
        }),
      ),
    );
  }
}
