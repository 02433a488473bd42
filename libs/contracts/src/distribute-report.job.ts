import { z } from 'zod';
import { rowId, correlationId } from './job-payload';
import type { JobSettings } from './job-settings';

const payload = z.strictObject({ issueId: rowId, correlationId });

export type DistributeReportPayload = z.output<typeof payload>;

/** Upload one issue to its recipient's folder and confirm that it arrived whole. */
export const distributeReportJob: Required<JobSettings<DistributeReportPayload>> = {
  payload,
  subject: ({ issueId }) => `issue ${issueId}`,
  jobId: ({ issueId }) => `issue-${issueId}`,
  attempts: 10, // with the backoff: about an hour of a destination that is down
  backoff: { firstDelayMs: 10_000, jitter: 0.5 },
  timeoutMs: 20 * 60_000,
  retainFailedForDays: 14,
};
