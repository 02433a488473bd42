import { z } from 'zod';
import { instant, reason, rowId } from '../api/fields';

const requester = z.enum(['panel', 'authority', 'secretary-of-state']);

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
export type Release = Omit<z.output<typeof release>, 'requestedAt' | 'deliveredAt'> & {
  requestedAt: Date;
  deliveredAt: Date | null;
};
