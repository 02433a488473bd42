import { Readable } from 'node:stream';
import type { Archive, ArchiveSource, StoredFile } from '@app/archive';
import { parse } from 'csv-parse/sync';

/** Writes to the archive and remembers what was written. For summary reports, which are small. */
export class RememberingArchive implements Pick<Archive, 'write'> {
  #chunks: Buffer[] = [];

  constructor(private readonly archive: Pick<Archive, 'write'>) {}

  async write(key: string, source: ArchiveSource): Promise<StoredFile> {
    if (typeof source === 'function') throw new TypeError('Only streams are remembered');
    this.#chunks = [];
    return this.archive.write(key, Readable.from(this.#remember(source), { objectMode: false }));
  }

  /** The detail rows that were written; an empty field is null. */
  detailRows(): (string | null)[][] {
    const records = parse(Buffer.concat(this.#chunks), { relax_column_count: true });
    return records.slice(1).map((record) => record.map((value) => (value === '' ? null : value)));
  }

  async *#remember(source: Readable): AsyncGenerator<Buffer> {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      this.#chunks.push(chunk);
      yield chunk;
    }
  }
}
