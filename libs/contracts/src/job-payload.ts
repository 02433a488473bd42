import { z } from 'zod';

/** A bigint id of the database as decimal text: JSON numbers lose digits beyond 2^53. */
export const rowId = z.string().regex(/^[1-9]\d{0,18}$/);

/** Follows one piece of work through all queues and logs. */
export const correlationId = z.string().regex(/^[A-Za-z0-9-]{1,64}$/);

/** What all log lines about one file carry, from its receipt to its end. */
export function fileCorrelation(sourceFileId: string): string {
  return `file-${sourceFileId}`;
}

/** What all log lines about one slot carry, from its build to its delivery. */
export function slotCorrelation(slotId: string): string {
  return `slot-${slotId}`;
}
