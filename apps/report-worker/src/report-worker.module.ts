import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { Archive, createArchive } from '@app/archive';
import type { Config } from '@app/config';
import { DatabaseModule } from '@app/database';
import { ObservabilityModule, postgresCheck, queueChecks } from '@app/observability';
import { QueueModule } from '@app/queue';
import { ReportBuilder } from '@app/reports';
import { DataSource } from 'typeorm';
import { ArchiveKeeper } from './archive-keeper';
import { BuildMetrics } from './build-metrics';
import { BuildReportProcessor } from './build-report.processor';

export type ReportWorkerConfig = Pick<
  Config,
  'database' | 'queue' | 'archive' | 'report' | 'upkeep' | 'worker'
>;

/** Builds issues: one slot per job. Any number of these may run. */
@Module({})
export class ReportWorkerModule {
  static forRoot({ database, queue, archive, report, upkeep, worker }: ReportWorkerConfig): DynamicModule {
    const { creationClock, ...options } = report;
    const now = (): Date => creationClock ?? new Date();
    return {
      module: ReportWorkerModule,
      imports: [
        ObservabilityModule.forRoot([postgresCheck(database.url), ...queueChecks(queue, 'essential')]),
        DatabaseModule.forRoot('mrr-report-worker', database),
        QueueModule.forRoot(queue, worker),
      ],
      providers: [
        BuildReportProcessor,
        BuildMetrics,
        { provide: Archive, useFactory: () => createArchive(archive) },
        {
          provide: ReportBuilder,
          useFactory: (dataSource: DataSource, archive: Archive) =>
            new ReportBuilder(dataSource, archive, { ...options, now }),
          inject: [DataSource, Archive],
        },
        {
          provide: ArchiveKeeper,
          useFactory: (dataSource: DataSource, archive: Archive) =>
            new ArchiveKeeper(dataSource, archive, options, upkeep),
          inject: [DataSource, Archive],
        },
      ],
    };
  }
}
