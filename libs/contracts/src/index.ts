export type { BuildReportPayload } from './build-report.job';
export type { DistributeReportPayload } from './distribute-report.job';
export type { IngestFilePayload } from './ingest-file.job';
export {
  JOB_CATALOGUE,
  QUEUE_NAMES,
  jobSettings,
  type JobInput,
  type JobPayload,
  type JobPayloads,
  type QueueName,
} from './job-catalogue';
export { fileCorrelation, slotCorrelation } from './job-payload';
export type { JobSettings } from './job-settings';
