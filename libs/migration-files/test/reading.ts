import { FileRejectedError, readMigrationFile, type FileHeader, type FileRecord } from '../src';
import type { ReadOptions } from '../src';

/** All that one file gave, in a form that tests compare. */
export interface Reading {
  readonly header: FileHeader | null;
  readonly records: FileRecord[];
  /** `<record number> <field> <code>` of the records set aside, in order. */
  readonly setAside: string[];
  /** The same of warnings. */
  readonly warnings: string[];
  /** `<code>` of the rejection, or null. */
  readonly rejection: string | null;
  readonly error: FileRejectedError | null;
}

export async function* chunksOf(content: Uint8Array, size = 65_536): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

/** Reads a whole file into memory. */
export async function read(
  name: string,
  content: string | Uint8Array,
  options: ReadOptions & { readonly chunkSize?: number } = {},
): Promise<Reading> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return readChunks(name, chunksOf(bytes, options.chunkSize), options);
}

export async function readChunks(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  options: ReadOptions = {},
): Promise<Reading> {
  const setAside: string[] = [];
  const warnings: string[] = [];
  const records: FileRecord[] = [];
  let header: FileHeader | null = null;
  let error: FileRejectedError | null = null;
  try {
    for await (const events of readMigrationFile(name, chunks, options)) {
      for (const event of events) {
        if (event.type === 'header') header = event.header;
        else if (event.type === 'record') records.push(event.record);
        else {
          const { recordNumber, field, code, severity } = event.problem;
          (severity === 'warning' ? warnings : setAside).push(`${recordNumber} ${field} ${code}`);
        }
      }
    }
  } catch (caught) {
    if (!(caught instanceof FileRejectedError)) throw caught;
    error = caught;
  }
  return { header, records, setAside, warnings, rejection: error?.code ?? null, error };
}
