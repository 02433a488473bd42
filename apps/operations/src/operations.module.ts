import { Module, StandardSchemaValidationPipe } from '@nestjs/common';
import type { DynamicModule, Provider } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { Archive, createArchive } from '@app/archive';
import type { Config } from '@app/config';
import { DatabaseModule, ReadDatabase } from '@app/database';
import { createDeliveryTarget, DeliveryTarget } from '@app/delivery';
import { ObservabilityModule, postgresCheck, queueChecks } from '@app/observability';
import { QueueModule } from '@app/queue';
import { DataSource } from 'typeorm';
import { AccessGuard } from './access/access.guard';
import { Authenticator, BOOTSTRAP_TOKEN } from './access/authenticator';
import { LoginController, SESSION_DURATION_MS } from './access/login.controller';
import { OidcVerifier } from './access/oidc-verifier';
import { ApiKeysController } from './admin/api-keys.controller';
import { AuditController } from './admin/audit.controller';
import { MeController } from './admin/me.controller';
import { AlertNotifier } from './alerts/alert-notifier';
import { AlertReader } from './alerts/alert-reader';
import { AlertsController } from './alerts/alerts.controller';
import { notificationChannels } from './alerts/notification-channels';
import { WriteMarker } from './api/write-marker.interceptor';
import { CONSOLE_CONTROLLERS, CONSOLE_PROVIDERS } from './console/console-parts';
import { ExplainController } from './explain/explain.controller';
import { EXPLAIN_PROVIDERS } from './explain/explain-parts';
import { IssueDiffer } from './issues/issue-differ';
import { IssueReader } from './issues/issue-reader';
import { IssueReissuer } from './issues/issue-reissuer';
import { IssuesController } from './issues/issues.controller';
import { PreviewController } from './issues/preview.controller';
import { ReportPreviewer } from './issues/report-previewer';
import { BullmqMetrics } from './metrics/bullmq-metrics';
import { ReportingMetrics } from './metrics/reporting-metrics';
import { ProblemFilter } from './problems/problem.filter';
import { QueueReader } from './queues/queue-reader';
import { QueuesController } from './queues/queues.controller';
import { RecipientReader } from './recipients/recipient-reader';
import { RecipientsController } from './recipients/recipients.controller';
import { RELEASE_FOLDERS, Releaser } from './releases/releaser';
import { ReleasesController } from './releases/releases.controller';
import { SlotReader } from './slots/slot-reader';
import { PRODUCE_OPTIONS, SlotRequeuer } from './slots/slot-requeuer';
import { SlotsController } from './slots/slots.controller';
import { SourceFileReader } from './source-files/source-file-reader';
import { SourceFileResubmitter } from './source-files/source-file-resubmitter';
import { SourceFilesController } from './source-files/source-files.controller';

export type OperationsAppConfig = Pick<
  Config,
  'database' | 'queue' | 'archive' | 'operations' | 'report' | 'delivery' | 'alerts'
>;

const CONTROLLERS = [
  LoginController,
  MeController,
  SlotsController,
  IssuesController,
  PreviewController,
  ExplainController,
  RecipientsController,
  SourceFilesController,
  ReleasesController,
  AlertsController,
  QueuesController,
  ApiKeysController,
  AuditController,
  ...CONSOLE_CONTROLLERS,
];

/** What people work with. It has no processors: it rings for work, others do it. */
@Module({})
export class OperationsModule {
  static forRoot(config: OperationsAppConfig): DynamicModule {
    const { database, queue } = config;
    return {
      module: OperationsModule,
      imports: [
        ObservabilityModule.forRoot([postgresCheck(database.url), ...queueChecks(queue, 'helpful')]),
        DatabaseModule.forRoot('mrr-operations', database),
        QueueModule.forRoot(queue),
      ],
      controllers: CONTROLLERS,
      providers: [
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_INTERCEPTOR, useClass: WriteMarker },
        readDatabase(database),
        { provide: APP_PIPE, useFactory: () => new StandardSchemaValidationPipe() },
        ...accessProviders(config),
        ...workProviders(config),
        ...EXPLAIN_PROVIDERS,
        ...CONSOLE_PROVIDERS,
      ],
    };
  }
}

function readDatabase({ poolSize, replica }: OperationsAppConfig['database']): Provider {
  const options = replica && { ...replica, poolSize, applicationName: 'mrr-operations' };
  return {
    provide: ReadDatabase,
    useFactory: (primary: DataSource) => new ReadDatabase(primary, options),
    inject: [DataSource],
  };
}

function accessProviders({ operations }: OperationsAppConfig): Provider[] {
  return [
    Authenticator,
    { provide: OidcVerifier, useFactory: () => new OidcVerifier(operations.oidc) },
    { provide: BOOTSTRAP_TOKEN, useValue: operations.apiToken },
    { provide: SESSION_DURATION_MS, useValue: operations.sessionDurationMs },
  ];
}

function workProviders({ archive, operations, report, delivery, alerts }: OperationsAppConfig): Provider[] {
  return [
    SlotReader,
    SlotRequeuer,
    IssueReader,
    IssueDiffer,
    IssueReissuer,
    ReportPreviewer,
    RecipientReader,
    SourceFileReader,
    SourceFileResubmitter,
    Releaser,
    AlertReader,
    AlertNotifier,
    QueueReader,
    ReportingMetrics,
    BullmqMetrics,
    { provide: 'AlertChannels', useFactory: () => notificationChannels(alerts) },
    { provide: 'AlertPollIntervalMs', useValue: alerts.pollIntervalMs },
    { provide: PRODUCE_OPTIONS, useValue: report },
    { provide: RELEASE_FOLDERS, useValue: operations.releaseFolders },
    { provide: Archive, useFactory: () => createArchive(archive) },
    { provide: DeliveryTarget, useFactory: () => createDeliveryTarget(delivery) },
  ];
}
