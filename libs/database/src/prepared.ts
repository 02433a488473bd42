import { createHash } from 'node:crypto';

const names = new Map<string, string>();

/**
 * A statement that a connection plans once: for the small files and the nil slots that are the rule, planning would cost
 * more than running. The name follows from the text, so each text is prepared under its own.
 */
export function prepared(
  text: string,
  values: readonly unknown[] = [],
): { name: string; text: string; values: unknown[] } {
  let name = names.get(text);
  if (name === undefined) {
    name = createHash('sha256').update(text).digest('base64url').slice(0, 22);
    names.set(text, name);
  }
  return { name, text, values: [...values] };
}
