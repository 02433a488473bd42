import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { Archive, createArchive } from '@app/archive';
import type { Config } from '@app/config';
import { DatabaseModule, UploadSessionRepository } from '@app/database';
import { createDeliveryTarget, DeliveryTarget } from '@app/delivery';
import { ObservabilityModule, postgresCheck, queueChecks } from '@app/observability';
import { QueueModule } from '@app/queue';
import { DataSource } from 'typeorm';
import { DeliveryMetrics } from './delivery-metrics';
import { DistributeReportProcessor } from './distribute-report.processor';
import { SharedLimits } from './shared-limits';

export type DistributionConfig = Pick<Config, 'database' | 'queue' | 'archive' | 'delivery' | 'worker'>;

/** Brings issues from the archive to their recipients' folders. Any number of these may run. */
@Module({})
export class DistributionModule {
  static forRoot({ database, queue, archive, delivery, worker }: DistributionConfig): DynamicModule {
    return {
      module: DistributionModule,
      imports: [
        ObservabilityModule.forRoot([postgresCheck(database.url), ...queueChecks(queue, 'essential')]),
        DatabaseModule.forRoot('mrr-distribution', database),
        QueueModule.forRoot(queue, worker),
      ],
      providers: [
        DistributeReportProcessor,
        DeliveryMetrics,
        { provide: Archive, useFactory: () => createArchive(archive) },
        { provide: SharedLimits, useFactory: () => new SharedLimits(queue) },
        {
          provide: DeliveryTarget,
          useFactory: ({ redis }: SharedLimits, dataSource: DataSource) =>
            createDeliveryTarget(delivery, {
              ...(redis && { redis }),
              sessionStore: new UploadSessionRepository(dataSource),
            }),
          inject: [SharedLimits, DataSource],
        },
      ],
    };
  }
}
