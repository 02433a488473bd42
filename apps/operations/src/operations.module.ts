import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { Config } from '@app/config';
import { DatabaseModule } from '@app/database';
import { ObservabilityModule, postgresCheck } from '@app/observability';
import { QueueModule } from '@app/queue';

export type OperationsAppConfig = Pick<Config, 'database' | 'queue' | 'home' | 'operations'>;

/** What people work with. It has no processors: it rings for work, others do it. */
@Module({})
export class OperationsModule {
  static forRoot({ database, queue }: OperationsAppConfig): DynamicModule {
    return {
      module: OperationsModule,
      imports: [
        ObservabilityModule.forRoot([postgresCheck(database.url)]),
        DatabaseModule.forRoot('mrr-operations', database),
        QueueModule.forRoot(queue),
      ],
    };
  }
}
