import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createGzip, gunzip, type Gzip } from 'node:zlib';
import type { Archive, ArchiveSource, StoredFile } from '@app/archive';
import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';

/**
 * Writes to the archive and keeps what was written, compressed, in memory. For the reports that no ledger can tell
 * again, which are summaries.
 */
export class CopyingArchive implements Pick<Archive, 'write'> {
  #pieces: Buffer[] = [];

  constructor(private readonly archive: Pick<Archive, 'write'>) {}

  async write(key: string, source: ArchiveSource): Promise<StoredFile> {
    if (typeof source === 'function') throw new TypeError('Only streams are copied');
    this.#pieces = [];
    const gzip = createGzip().on('data', (piece: Buffer) => this.#pieces.push(piece));
    try {
      const passing = Readable.from(passThrough(source, gzip), { objectMode: false });
      const stored = await this.archive.write(key, passing);
      gzip.end();
      await finished(gzip);
      return stored;
    } finally {
      gzip.destroy();
    }
  }

  /** To be called in the transaction that makes the issue. */
  async keepFor(client: PoolClient, issueId: string): Promise<void> {
    const copy = Buffer.concat(this.#pieces);
    await client.query('INSERT INTO issue_copy (issue_id, gzip) VALUES ($1, $2)', [issueId, copy]);
  }
}

async function* passThrough(source: Readable, gzip: Gzip): AsyncGenerator<Buffer> {
  for await (const chunk of source as AsyncIterable<Buffer>) {
    gzip.write(chunk);
    yield chunk;
  }
}

/** The file as it was issued; null: no copy is kept (any more), or it is not what was issued. */
export async function readIssueCopy(
  client: PoolClient,
  issueId: string,
  sha256: string,
): Promise<Buffer | null> {
  const { rows } = await client.query<{ gzip: Buffer }>('SELECT gzip FROM issue_copy WHERE issue_id = $1', [
    issueId,
  ]);
  if (!rows[0]) return null;
  const content = await promisify(gunzip)(rows[0].gzip);
  return createHash('sha256').update(content).digest('hex') === sha256 ? content : null;
}

/** @returns how many copies were kept for longer than `retentionMs` and are gone now */
export async function pruneIssueCopies(dataSource: DataSource, retentionMs: number): Promise<number> {
  const [, count] = await dataSource.query<[unknown[], number]>(
    `DELETE FROM issue_copy WHERE kept_at < now() - $1 * interval '1 millisecond'`,
    [retentionMs],
  );
  return count;
}
