import { once } from 'node:events';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

export type CopyValue = string | number | boolean | null | undefined;

/** Bytes gathered before they are handed to the socket: large enough that the per-write cost vanishes. */
const FLUSH_BYTES = 64 * 1024;

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function copyField(value: CopyValue): string {
  if (value === null || value === undefined) return '\\N';
  if (typeof value === 'string')
    return value.replace(/[\\\n\r\t]/g, (character) => ESCAPES[character] as string);
  if (typeof value === 'boolean') return value ? 't' : 'f';
  return String(value);
}

/**
 * One row in the text format of COPY. Made at once, of values that a reader has cut out of its input: a batch of lines is a
 * tenth of the values, each of which keeps its piece of the input alive.
 */
export function copyLine(values: readonly CopyValue[]): string {
  return `${values.map(copyField).join('\t')}\n`;
}

/** Sends rows to a table by COPY. The values of each `copyLine` stand in the order of `columns`. */
export async function copyLines(
  client: PoolClient,
  table: string,
  columns: readonly string[],
  lines: Iterable<string>,
): Promise<void> {
  const stream = client.query(copyFrom(`COPY ${table} (${columns.join(', ')}) FROM STDIN`));
  const finished = once(stream, 'finish');
  // An error of the server surfaces on the awaited promise below, never as an unhandled rejection.
  finished.catch(() => undefined);
  let text = '';
  for (const line of lines) {
    text += line;
    if (text.length >= FLUSH_BYTES) {
      if (!stream.write(text)) await Promise.race([once(stream, 'drain'), finished]);
      text = '';
    }
  }
  stream.end(text);
  await finished;
}
