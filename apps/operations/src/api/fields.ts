import { normaliseEui64, REPORT_IDS } from '@app/mrr';
import { z } from 'zod';

/** A row's id: bigint as decimal text. */
export const rowId = z.string().regex(/^[1-9]\d{0,17}$/, 'an id is a whole number');
export const reportId = z.enum(REPORT_IDS);
export const userId = z
  .string()
  .refine((text) => normaliseEui64(text) !== null, 'a User ID is an EUI-64')
  .overwrite((text) => normaliseEui64(text) ?? text)
  .describe('EUI-64, e.g. 70-B3-D5-1F-30-00-A0-01');
/** An instant in a request. */
export const instantText = z.iso
  .datetime({ offset: true })
  .refine(isInDatabaseRange, 'the year is out of range')
  .describe('An instant, e.g. 2020-03-09T06:00:00Z');
/** An instant in an answer: a Date here, text in JSON. */
export const instant = z.iso.datetime();
export const reason = plainText().trim().min(3).max(500).describe('Why; kept in the audit log');
export const limit = z.coerce.number().int().min(1).max(500).default(50);
export const cursor = z.string().max(200).optional().describe('`next` of the page before');

/** Text from outside. PostgreSQL's text takes no NUL, and nobody writes one on purpose. */
export function plainText() {
  return z.string().regex(/^[^\0]*$/, 'a NUL character is no text');
}

/** Year 0000 and before are none to PostgreSQL; an offset can lead there from the year 1. */
export function isInDatabaseRange(text: string): boolean {
  return Date.parse(text) >= Date.UTC(1000, 0, 1);
}

/** A page of a list: `next` is null on the last one. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}
