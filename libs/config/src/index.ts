export { CONCERNS, type ConcernName, type Config } from './concerns';
export type { AlertsConfig } from './concerns/alerts.concern';
export type { ArchiveConfig } from './concerns/archive.concern';
export type { DatabaseConfig } from './concerns/database.concern';
export type {
  BlobConfig,
  DeliveryConfig,
  GraphCredential,
  ProxyConfig,
  SharePointConfig,
} from './concerns/delivery.concern';
export type { FailpointSetting } from './concerns/failpoints.concern';
export { homeAt, type HomeConfig } from './concerns/home.concern';
export type { IngestConfig } from './concerns/ingest.concern';
export type { ObservabilityConfig, TracingConfig } from './concerns/observability.concern';
export type { OperationsConfig } from './concerns/operations.concern';
export type { QueueConfig, RedisPlace, RedisTopology } from './concerns/queue.concern';
export type { ReportConfig } from './concerns/report.concern';
export type { SchedulerConfig } from './concerns/scheduler.concern';
export type { ServicesConfig } from './concerns/services.concern';
export type { UpkeepConfig } from './concerns/upkeep.concern';
export type { WorkerConfig } from './concerns/worker.concern';
export type { ConfigMistake } from './concern';
export { InvalidConfigError } from './invalid-config.error';
export { loadConfig, loadConfigFrom } from './load-config';
