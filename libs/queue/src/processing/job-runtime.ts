import { Inject, Injectable } from '@nestjs/common';
import type { WorkerConfig } from '@app/config';
import type { QueueName } from '@app/contracts';
import { HealthRegistry, JobMetrics } from '@app/observability';
import { JobProducer } from '../job-producer';

export const WORKER_CONFIG = Symbol('WorkerConfig');

const CONCURRENCY: Record<QueueName, 'ingestConcurrency' | 'reportConcurrency' | 'distributionConcurrency'> =
  {
    'ingest-file': 'ingestConcurrency',
    'build-report': 'reportConcurrency',
    'distribute-report': 'distributionConcurrency',
  };

/** What every processor needs besides its own work; injected into the base class, so that subclasses need not pass it on. */
@Injectable()
export class JobRuntime {
  constructor(
    @Inject(WORKER_CONFIG) readonly config: WorkerConfig,
    @Inject(JobMetrics) readonly metrics: JobMetrics,
    @Inject(HealthRegistry) readonly health: HealthRegistry,
    @Inject(JobProducer) readonly producer: JobProducer,
  ) {}

  concurrencyOf(queue: QueueName): number {
    return this.config[CONCURRENCY[queue]];
  }
}
