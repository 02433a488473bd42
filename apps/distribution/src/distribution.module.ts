import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { Archive, FolderArchive } from '@app/archive';
import type { Config } from '@app/config';
import { DatabaseModule } from '@app/database';
import { DeliveryTarget, FolderTarget } from '@app/delivery';
import { ObservabilityModule, postgresCheck } from '@app/observability';
import { QueueModule } from '@app/queue';
import { DistributeReportProcessor } from './distribute-report.processor';

export type DistributionConfig = Pick<Config, 'database' | 'queue' | 'home' | 'delivery' | 'worker'>;

/** Brings issues from the archive to their recipients' folders. Any number of these may run. */
@Module({})
export class DistributionModule {
  static forRoot({ database, queue, home, delivery, worker }: DistributionConfig): DynamicModule {
    return {
      module: DistributionModule,
      imports: [
        ObservabilityModule.forRoot([postgresCheck(database.url)]),
        DatabaseModule.forRoot('mrr-distribution', database),
        QueueModule.forRoot(queue, worker),
      ],
      providers: [
        DistributeReportProcessor,
        { provide: Archive, useFactory: () => new FolderArchive(home.archiveDir) },
        {
          provide: DeliveryTarget,
          useFactory: () => {
            if (delivery.target !== 'folder')
              throw new TypeError('Only the folder target is built in so far');
            return new FolderTarget(delivery.folder);
          },
        },
      ],
    };
  }
}
