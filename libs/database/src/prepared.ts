import { createHash } from 'node:crypto';

const names = new Map<string, string>();
let areNamed = true;

/** Process-wide; off behind a pooler that does not follow named statements from one server session to the next. */
export function nameStatements(allowed: boolean): void {
  areNamed = allowed;
}

/**
 * A statement that a connection plans once: for the small files and the nil slots that are the rule, planning would cost
 * more than running. The name follows from the text, so each text is prepared under its own.
 */
export function prepared(
  text: string,
  values: readonly unknown[] = [],
): { name?: string; text: string; values: unknown[] } {
  if (!areNamed) return { text, values: [...values] };
  let name = names.get(text);
  if (name === undefined) {
    name = createHash('sha256').update(text).digest('base64url').slice(0, 22);
    names.set(text, name);
  }
  return { name, text, values: [...values] };
}
