import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { DatabaseConfig } from '@app/config';
import { dataSourceOptions } from './data-source';
import { nameStatements } from './prepared';

/** Gives an application its `DataSource`. The schema is brought up to date by `mrr`, never by a service. */
@Module({})
export class DatabaseModule {
  static forRoot(applicationName: string, config: DatabaseConfig): DynamicModule {
    nameStatements(config.namedStatements);
    return {
      module: DatabaseModule,
      imports: [TypeOrmModule.forRoot(dataSourceOptions({ ...config, applicationName }))],
    };
  }
}
