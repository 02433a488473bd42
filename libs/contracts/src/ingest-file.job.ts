import { z } from 'zod';
import { rowId, correlationId } from './job-payload';
import type { JobSettings } from './job-settings';

const payload = z.strictObject({ sourceFileId: rowId, correlationId });

export type IngestFilePayload = z.output<typeof payload>;

/** Parse, validate and load one received file. */
export const ingestFileJob: Required<JobSettings<IngestFilePayload>> = {
  payload,
  subject: ({ sourceFileId }) => `file ${sourceFileId}`,
  jobId: ({ sourceFileId }) => `file-${sourceFileId}`,
  attempts: 5,
  backoff: { firstDelayMs: 2_000, jitter: 0.5 },
  timeoutMs: 60 * 60_000, // a file of 2 GiB at 1 MB/s, the slowest disk and database we expect
  retainFailedForDays: 14,
};
