import { z } from 'zod';
import { cursor, instant, instantText, limit, pageOf, reason, reportId, rowId, userId } from '../api/fields';

export const issueQuery = z.strictObject({
  report: reportId.optional(),
  recipient: userId.optional(),
  from: instantText.optional().describe('Issues created at or after this instant'),
  to: instantText.optional().describe('Issues created at or before this instant'),
  limit,
  cursor,
});
export type IssueQuery = z.output<typeof issueQuery>;

export const issueSummary = z.object({
  id: rowId,
  slotId: rowId,
  reportId,
  recipientId: z.string(),
  sequenceNumber: z.int(),
  slotTime: instant,
  createdAt: instant,
  fileName: z.string(),
  folder: z.string(),
  rowCount: z.int(),
  sizeBytes: z.string(),
  sha256: z.string(),
  previousSha256: z.string().nullable(),
  state: z.enum(['built', 'delivering', 'delivered', 'failed']),
  deliveredAt: instant.nullable(),
  location: z.string().nullable(),
  reissues: rowId.nullable().describe('The issue that this one tells again'),
  reissuedAs: rowId.nullable().describe('The slot that issues, or issued, this one again'),
});
export const issuePage = pageOf(issueSummary);

export const reissueRequest = z.strictObject({ reason });
export const reissueAnswer = z.object({ slotId: rowId, reissues: rowId });

export const issueDiff = z.object({
  issueId: rowId,
  against: rowId.nullable().describe('Null: it is the first of its series'),
  header: z.object({ before: z.array(z.string()), after: z.array(z.string()) }),
  unchanged: z.int(),
  added: z.array(z.array(z.string())),
  removed: z.array(z.array(z.string())),
  changed: z
    .array(
      z.object({
        key: z.array(z.string()).describe('What both rows have in common and no other row has'),
        columns: z.array(
          z.object({ column: z.int(), name: z.string(), before: z.string(), after: z.string() }),
        ),
      }),
    )
    .describe('Rows of one key that stand in both with other values; they are neither added nor removed'),
  isCut: z.boolean().describe('There are more added, removed or changed rows than shown'),
});
export type IssueDiff = z.output<typeof issueDiff>;
