import { BadRequestException } from '@nestjs/common';
import { instantText, rowId } from './fields';

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

/** What may stand in a part of a cursor: a caller may make one up, and the database must not stumble over it. */
const CURSOR_PARTS = {
  id: (text: string) => rowId.safeParse(text).success,
  instant: (text: string) => instantText.safeParse(text).success,
};

/** The key parts of a cursor; null without one. @throws BadRequestException */
export function readCursor(
  cursor: string | undefined,
  ...parts: readonly (keyof typeof CURSOR_PARTS)[]
): string[] | null {
  if (cursor === undefined) return null;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(key) && key.length === parts.length && parts.every((kind, at) => isPart(kind, key[at])))
      return key as string[];
  } catch {
    // falls through to the refusal
  }
  throw new BadRequestException(['cursor: not one of this list']);
}

function isPart(kind: keyof typeof CURSOR_PARTS, part: unknown): boolean {
  return typeof part === 'string' && CURSOR_PARTS[kind](part);
}
