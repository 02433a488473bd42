import { open } from 'node:fs/promises';

const TAIL_BYTES = 16 * 1024;

/** The end of a log, indented; empty when there is none. */
export async function lastLines(file: string, count = 15): Promise<string> {
  const handle = await open(file).catch(() => undefined);
  if (handle === undefined) return '';
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, TAIL_BYTES);
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    const lines = buffer.toString('utf8').trimEnd().split('\n').slice(-count);
    return lines.map((line) => `  ${line}`).join('\n');
  } finally {
    await handle.close();
  }
}
