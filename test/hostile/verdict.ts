import { FileRejectedError, readMigrationFile, type FileEvent } from '@app/migration-files';

/** All that reading a file told, in a form that two readings can be compared by. */
export interface Verdict {
  readonly events: readonly FileEvent[];
  readonly rejection: Pick<
    FileRejectedError,
    'code' | 'message' | 'line' | 'column' | 'record' | 'field' | 'value'
  > | null;
}

/** @throws whatever is not a FileRejectedError: the reader may throw nothing else */
export async function verdictOf(name: string, chunks: Iterable<Uint8Array>): Promise<Verdict> {
  const events: FileEvent[] = [];
  try {
    for await (const batch of readMigrationFile(name, asStream(chunks))) events.push(...batch);
    return { events, rejection: null };
  } catch (error) {
    if (!(error instanceof FileRejectedError)) throw error;
    const { code, message, line, column, record, field, value } = error;
    return { events: [], rejection: { code, message, line, column, record, field, value } };
  }
}

async function* asStream(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

/** The bytes in chunks of the given sizes, again and again. */
export function* inChunks(bytes: Buffer, sizes: readonly number[]): Generator<Buffer> {
  let at = 0;
  for (let turn = 0; at < bytes.length; turn += 1) {
    const size = Math.max(1, sizes[turn % Math.max(1, sizes.length)] ?? bytes.length);
    yield bytes.subarray(at, at + size);
    at += size;
  }
}
