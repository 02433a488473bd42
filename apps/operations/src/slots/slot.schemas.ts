import { SLOT_STATES } from '@app/database';
import { z } from 'zod';
import { cursor, instant, instantText, limit, pageOf, reason, reportId, rowId, userId } from '../api/fields';

const state = z.enum(SLOT_STATES);

export const slotQuery = z.strictObject({
  report: reportId.optional(),
  recipient: userId.optional(),
  state: state.optional(),
  from: instantText.optional().describe('Slots at or after this instant'),
  to: instantText.optional().describe('Slots at or before this instant'),
  late: z
    .enum(['true', 'false'])
    .optional()
    .describe('Only slots that ended, or will end, after their deadline'),
  limit,
  cursor,
});
export type SlotQuery = z.output<typeof slotQuery>;

export const slotSummary = z.object({
  id: rowId,
  reportId,
  recipientId: z.string(),
  partyName: z.string().nullable(),
  slotTime: instant,
  dueAt: instant,
  cause: z.string(),
  state,
  isLate: z.boolean(),
  ranBehind: z.boolean(),
  nilReason: z.string().nullable(),
  lastErrorCode: z.string().nullable(),
  lastError: z.string().nullable(),
  finishedAt: instant.nullable(),
  issueId: rowId.nullable(),
  sequenceNumber: z.int().nullable(),
  rowCount: z.int().nullable(),
});
export const slotPage = pageOf(slotSummary);

export const slotDetail = slotSummary.extend({
  plannedAt: instant,
  queuedAt: instant.nullable(),
  reportCreatedAt: instant.nullable(),
  cutOff: instant.nullable(),
  reissuesIssueId: rowId.nullable(),
  fileName: z.string().nullable(),
  folder: z.string().nullable(),
  sizeBytes: z.string().nullable(),
  sha256: z.string().nullable(),
  deliveredAt: instant.nullable(),
  location: z.string().nullable(),
  failures: z.array(
    z.object({
      step: z.enum(['build', 'deliver']),
      failedAt: instant,
      code: z.string(),
      message: z.string(),
    }),
  ),
});

export const requeueRequest = z.strictObject({
  ids: z.array(rowId).min(1).max(10_000).optional(),
  filter: z
    .strictObject({
      report: reportId.optional(),
      recipient: userId.optional(),
      state: state.default('failed'),
      from: instantText.optional(),
      to: instantText.optional(),
    })
    .optional(),
  reason,
  rebuild: z
    .boolean()
    .default(false)
    .describe('Also produce the file of an issue again, byte for byte, e.g. when the archive has lost it'),
});
export type RequeueRequest = z.output<typeof requeueRequest>;

export const requeueAnswer = z.object({
  requeued: z.array(rowId),
  skipped: z.array(z.object({ id: rowId, reason: z.string() })),
});
export type RequeueAnswer = z.output<typeof requeueAnswer>;
