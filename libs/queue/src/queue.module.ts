import { BullModule } from '@nestjs/bullmq';
import { Module, type DynamicModule } from '@nestjs/common';
import type { QueueConfig, WorkerConfig } from '@app/config';
import { activeTracing } from '@app/observability';
import { JobProducer, QUEUE_CONFIG } from './job-producer';
import { JobRuntime, WORKER_CONFIG } from './processing/job-runtime';
import { useLockTimes } from './processing/lock-times';
import { chooseBackend, prefixOf, workerConnection } from './queue-connection';

/**
 * `forRoot(queue)` gives an application the `JobProducer`; with a worker configuration its `@QueueProcessor` classes
 * get workers too. It needs `ObservabilityModule.forRoot()` beside it.
 *
 * The queues of the producer are not registered with BullModule: Nest would give their connection, which fails fast
 * while Redis is away, to the workers, which must wait.
 */
@Module({})
export class QueueModule {
  static forRoot(queue: QueueConfig, worker?: WorkerConfig): DynamicModule {
    chooseBackend(queue);
    if (worker) useLockTimes(worker.jobLockMs);
    const producing = [{ provide: QUEUE_CONFIG, useValue: queue }, JobProducer];
    const processing = worker ? [{ provide: WORKER_CONFIG, useValue: worker }, JobRuntime] : [];
    return {
      module: QueueModule,
      global: true,
      imports: worker
        ? [
            BullModule.forRootAsync({
              useFactory: () => {
                const telemetry = activeTracing()?.queueTelemetry; // started by now, if at all
                const connection = workerConnection(queue);
                return { connection, ...prefixOf(queue), ...(telemetry && { telemetry }) };
              },
            }),
            BullModule.registerQueue(), // no queue, but the explorer that finds the processors
          ]
        : [],
      providers: [...producing, ...processing],
      exports: [JobProducer, ...(worker ? [JobRuntime] : [])],
    };
  }
}
