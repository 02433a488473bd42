import { Inject, Injectable } from '@nestjs/common';
import { Counter, Histogram, Registry } from 'prom-client';

/** Seconds; a nil slot takes milliseconds, the report after an outage minutes. */
const DURATION_BUCKETS = [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 1800];

/** How the jobs of this process ended: `mrr_jobs_total{queue,outcome}` and `mrr_job_duration_seconds{queue}`. */
@Injectable()
export class JobMetrics {
  private readonly jobs: Counter<'queue' | 'outcome'>;
  private readonly durations: Histogram<'queue'>;

  constructor(@Inject(Registry) registry: Registry) {
    this.jobs = new Counter({
      name: 'mrr_jobs_total',
      help: 'Runs of jobs by how they ended',
      labelNames: ['queue', 'outcome'],
      registers: [registry],
    });
    this.durations = new Histogram({
      name: 'mrr_job_duration_seconds',
      help: 'Duration of single runs of jobs',
      labelNames: ['queue'],
      buckets: DURATION_BUCKETS,
      registers: [registry],
    });
  }

  record(queue: string, outcome: string, durationMs: number): void {
    this.jobs.inc({ queue, outcome });
    this.durations.observe({ queue }, durationMs / 1000);
  }
}
