import { FILE_KINDS } from '@app/migration-files';
import { z } from 'zod';
import { cursor, instant, instantText, limit, pageOf, plainText, reason, rowId } from '../api/fields';

const state = z.enum(['received', 'accepted', 'rejected', 'duplicate']);

export const sourceFileQuery = z.strictObject({
  state: state.optional(),
  kind: z.enum(FILE_KINDS).optional(),
  name: plainText().max(200).optional().describe('Part of the name'),
  from: instantText.optional().describe('Files received at or after this instant'),
  to: instantText.optional().describe('Files received at or before this instant'),
  withProblems: z.enum(['true']).optional().describe('Only rejected files and files with records set aside'),
  limit,
  cursor,
});
export type SourceFileQuery = z.output<typeof sourceFileQuery>;

export const sourceFileSummary = z.object({
  id: rowId,
  path: z.string(),
  name: z.string(),
  kind: z.string().nullable(),
  originator: z.string().nullable(),
  counter: z.int().nullable(),
  state,
  code: z.string().nullable(),
  reason: z.string().nullable(),
  sizeBytes: z.string(),
  sha256: z.string().nullable(),
  receivedAt: instant,
  createdAt: instant.nullable(),
  finishedAt: instant.nullable(),
  recordCount: z.int().nullable(),
  setAsideCount: z.int(),
});
export const sourceFilePage = pageOf(sourceFileSummary);

export const sourceFileDetail = sourceFileSummary.extend({
  problems: z.array(
    z.object({
      record: z.int(),
      field: z.string(),
      code: z.string(),
      message: z.string(),
      value: z.string().nullable(),
      severity: z.enum(['set-aside', 'warning']),
    }),
  ),
});

export const resubmitRequest = z.strictObject({ reason });
export const resubmitAnswer = z.object({ id: rowId.describe('The file as it is loaded now') });
