import { z } from 'zod';
import { rowId, correlationId } from './job-payload';
import type { JobSettings } from './job-settings';

const payload = z.strictObject({ slotId: rowId, correlationId });

export type BuildReportPayload = z.output<typeof payload>;

/** Produce the one issue of a slot, or find that there is nothing to report. */
export const buildReportJob: Required<JobSettings<BuildReportPayload>> = {
  payload,
  subject: ({ slotId }) => `slot ${slotId}`,
  jobId: ({ slotId }) => `slot-${slotId}`,
  attempts: 5,
  backoff: { firstDelayMs: 2_000, jitter: 0.5 },
  timeoutMs: 30 * 60_000, // millions of rows after an outage take minutes
  retainFailedForDays: 14,
};
