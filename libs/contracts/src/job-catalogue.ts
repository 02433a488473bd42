import { buildReportJob, type BuildReportPayload } from './build-report.job';
import { distributeReportJob, type DistributeReportPayload } from './distribute-report.job';
import { ingestFileJob, type IngestFilePayload } from './ingest-file.job';
import type { JobSettings } from './job-settings';

/** One queue per kind of job, both of the same name. */
export interface JobPayloads {
  'ingest-file': IngestFilePayload;
  'build-report': BuildReportPayload;
  'distribute-report': DistributeReportPayload;
}

export type QueueName = keyof JobPayloads;
export type JobPayload<Q extends QueueName> = JobPayloads[Q];

/** What a caller gives; without a correlation id it is that of the running job, else the job's own id. */
export type JobInput<Q extends QueueName> = Omit<JobPayloads[Q], 'correlationId'> & {
  correlationId?: string;
};

/** A queue without full settings does not compile. */
export const JOB_CATALOGUE: { readonly [Q in QueueName]: Required<JobSettings<JobPayloads[Q]>> } = {
  'ingest-file': ingestFileJob,
  'build-report': buildReportJob,
  'distribute-report': distributeReportJob,
};

export const QUEUE_NAMES = Object.keys(JOB_CATALOGUE) as readonly QueueName[];

/** The settings of a queue, typed by its name. */
export function jobSettings<Q extends QueueName>(queue: Q): Required<JobSettings<JobPayloads[Q]>> {
  return JOB_CATALOGUE[queue];
}
