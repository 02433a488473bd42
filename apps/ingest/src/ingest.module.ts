import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { Archive, createArchive } from '@app/archive';
import type { Config } from '@app/config';
import { DatabaseModule } from '@app/database';
import { ObservabilityModule, postgresCheck, queueChecks } from '@app/observability';
import { JobProducer, QueueModule } from '@app/queue';
import { DataSource } from 'typeorm';
import { LoadMetrics } from './load/load-metrics';
import { FileLoader } from './load/file-loader';
import { IngestFileProcessor } from './load/ingest-file.processor';
import { BearerTokenGuard, API_TOKEN } from './receive/bearer-token.guard';
import { FileReceiver } from './receive/file-receiver';
import { InboxWatcher } from './receive/inbox-watcher';
import { DEFAULT_PACE, UPLOAD_PACE } from './receive/paced-body';
import { UploadController } from './receive/upload.controller';

export type IngestAppConfig = Pick<Config, 'database' | 'queue' | 'archive' | 'home' | 'ingest' | 'worker'>;

/** Files in: by upload or by the inbox folder, into the source archive, and from there into the database. */
@Module({})
export class IngestModule {
  static forRoot({
    database,
    queue,
    archive: archiveConfig,
    home,
    ingest,
    worker,
  }: IngestAppConfig): DynamicModule {
    return {
      module: IngestModule,
      imports: [
        ObservabilityModule.forRoot([postgresCheck(database.url), ...queueChecks(queue, 'helpful')]),
        DatabaseModule.forRoot('mrr-ingest', database),
        QueueModule.forRoot(queue, worker),
      ],
      controllers: [UploadController],
      providers: [
        IngestFileProcessor,
        LoadMetrics,
        BearerTokenGuard,
        { provide: API_TOKEN, useValue: ingest.apiToken },
        { provide: UPLOAD_PACE, useValue: DEFAULT_PACE },
        { provide: Archive, useFactory: () => createArchive(archiveConfig) },
        {
          provide: FileLoader,
          useFactory: (dataSource: DataSource, archive: Archive) =>
            new FileLoader(dataSource, archive, ingest.maxFileSizeBytes),
          inject: [DataSource, Archive],
        },
        {
          provide: FileReceiver,
          useFactory: (dataSource: DataSource, archive: Archive, producer: JobProducer) =>
            new FileReceiver(dataSource, archive, producer, ingest.maxFileSizeBytes),
          inject: [DataSource, Archive, JobProducer],
        },
        {
          provide: InboxWatcher,
          useFactory: (dataSource: DataSource, receiver: FileReceiver) =>
            new InboxWatcher(dataSource, receiver, {
              inboxDir: home.inboxDir,
              pollIntervalMs: ingest.inboxPollIntervalMs,
            }),
          inject: [DataSource, FileReceiver],
        },
      ],
    };
  }
}
