import { BadRequestException } from '@nestjs/common';

export interface Page<Item> {
  readonly items: Item[];
  readonly next: string | null;
}

/**
 * Cuts what was read with one row too many into a page. The cursor names the last item by `keyOf`, so that rows which
 * come or go meanwhile neither repeat nor hide others.
 */
export function toPage<Item>(
  rows: Item[],
  limit: number,
  keyOf: (item: Item) => readonly string[],
): Page<Item> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  if (rows.length <= limit || last === undefined) return { items, next: null };
  return { items, next: Buffer.from(JSON.stringify(keyOf(last))).toString('base64url') };
}

/** The key parts of a cursor; null without one. */
export function readCursor(cursor: string | undefined, parts: number): string[] | null {
  if (cursor === undefined) return null;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(key) && key.length === parts && key.every((part) => typeof part === 'string'))
      return key;
  } catch {
    // falls through to the refusal
  }
  throw new BadRequestException(['cursor: not one of this list']);
}
