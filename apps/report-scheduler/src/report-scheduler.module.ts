import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { Config } from '@app/config';
import { DatabaseModule } from '@app/database';
import { ObservabilityModule, postgresCheck, queueChecks } from '@app/observability';
import { JobProducer, QueueModule } from '@app/queue';
import { DataSource } from 'typeorm';
import { AlertRaiser } from './alerts/alert-raiser';
import { SlotEnqueuer } from './enqueueing/slot-enqueuer';
import { UnfinishedWork } from './enqueueing/unfinished-work';
import { SlotPlanner } from './planning/slot-planner';
import { Scheduler } from './scheduler';

export type ReportSchedulerConfig = Pick<Config, 'database' | 'queue' | 'report' | 'scheduler'>;

/** Plans slots, rings for them, and rings again for what was lost. Several may run; one leads. */
@Module({})
export class ReportSchedulerModule {
  static forRoot({ database, queue, report, scheduler }: ReportSchedulerConfig): DynamicModule {
    return {
      module: ReportSchedulerModule,
      imports: [
        ObservabilityModule.forRoot([postgresCheck(database.url), ...queueChecks(queue, 'essential')]),
        DatabaseModule.forRoot('mrr-report-scheduler', database),
        QueueModule.forRoot(queue),
      ],
      providers: [
        {
          provide: Scheduler,
          useFactory: (dataSource: DataSource, producer: JobProducer) =>
            new Scheduler(
              dataSource,
              new SlotPlanner(dataSource, { isS1mig009Enabled: report.s1mig009Enabled }),
              new SlotEnqueuer(dataSource, producer),
              new UnfinishedWork(dataSource, producer),
              new AlertRaiser(dataSource, scheduler.maCutOffSecondsIntoWeek),
              scheduler,
            ),
          inject: [DataSource, JobProducer],
        },
      ],
    };
  }
}
