import { z } from 'zod';
import { instant, reason, rowId } from '../api/fields';

export const REQUESTERS = ['panel', 'authority', 'secretary-of-state'] as const;
const requester = z.enum(REQUESTERS);

export const releaseRequest = z.strictObject({
  issueIds: z.array(rowId).min(1).max(100),
  requester,
  reason,
});
export type ReleaseRequest = z.output<typeof releaseRequest>;

export const release = z.object({
  id: rowId,
  issueId: rowId,
  fileName: z.string(),
  requester,
  folder: z.string(),
  reason: z.string(),
  requestedBy: z.string(),
  requestedAt: instant,
  deliveredAt: instant.nullable(),
  location: z.string().nullable(),
  lastError: z.string().nullable(),
});
export const releaseList = z.object({ items: z.array(release) });
export const releaseAnswer = releaseList.extend({
  skipped: z.array(z.object({ id: rowId, reason: z.string() })).describe('Issues that were not released'),
});
export type ReleaseAnswer = { items: Release[]; skipped: { id: string; reason: string }[] };
export type Release = Omit<z.output<typeof release>, 'requestedAt' | 'deliveredAt'> & {
  requestedAt: Date;
  deliveredAt: Date | null;
};
