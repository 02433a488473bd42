import { addAbortSignal } from 'node:stream';
import type { Archive } from '@app/archive';
import { inTransaction } from '@app/database';
import { failpoint } from '@app/failpoints';
import { FileRejectedError, readMigrationFile } from '@app/migration-files';
import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { AlreadyDecidedError, EventWriter } from './event-writer';
import { decideConflict } from './file-conflict';
import type { LoadOutcome } from './load-outcome';
import { loaderOf } from './record-loaders';

/** Advisory lock under which files find their parents and children; any constant that nothing else uses. */
const SETTLING_LOCK = 7_002;

interface ReceivedFile {
  id: string;
  name: string;
  sha256: string;
  archive_key: string;
  is_duplicate: boolean;
  earlier_files: number;
}

/**
 * Loads one received file in one transaction: all of its good records and what follows from them, or nothing. A second
 * run finds the file decided and skips.
 */
export class FileLoader {
  constructor(
    private readonly dataSource: DataSource,
    private readonly archive: Archive,
    private readonly maxFileSizeBytes: number,
  ) {}

  /** @param signal aborted: the load stops within moments and leaves the file to the next run */
  async load(sourceFileId: string, signal?: AbortSignal): Promise<LoadOutcome> {
    const [file] = await this.dataSource.query<ReceivedFile[]>(READ_FILE, [sourceFileId]);
    if (!file) return { kind: 'skipped' };
    if (file.is_duplicate) return decideConflict(this.dataSource, file);
    if (file.earlier_files > 0) return { kind: 'waits', earlierFiles: file.earlier_files };
    try {
      return await inTransaction(
        this.dataSource,
        (client) => this.#loadContent(client, file, signal),
        signal,
      );
    } catch (error) {
      if (error instanceof AlreadyDecidedError) return { kind: 'skipped' };
      if (error instanceof FileRejectedError) return this.#reject(file.id, error);
      if (isConflict(error)) return decideConflict(this.dataSource, file);
      throw error;
    }
  }

  async #loadContent(
    client: PoolClient,
    file: ReceivedFile,
    signal: AbortSignal | undefined,
  ): Promise<LoadOutcome> {
    const archived = this.archive.read(file.archive_key);
    const content = signal ? addAbortSignal(signal, archived) : archived;
    try {
      const events = readMigrationFile(file.name, content, { maxBytes: this.maxFileSizeBytes });
      const { header, setAside } = await new EventWriter(client, file.id).writeAll(events);
      // One file at a time from here: a parent and its child that load side by side would not see each other.
      await client.query('SELECT pg_advisory_xact_lock($1)', [SETTLING_LOCK]);
      await loaderOf(header).settle?.(client, file.id);
      await failpoint('load.before-commit');
      return { kind: 'accepted', records: header.recordCount, setAside };
    } finally {
      content.destroy();
    }
  }

  async #reject(sourceFileId: string, error: FileRejectedError): Promise<LoadOutcome> {
    await this.dataSource.query(
      `UPDATE source_file SET state = 'rejected', finished_at = now(), code = $2, reason = $3
        WHERE id = $1 AND state = 'received'`,
      [sourceFileId, error.code, describeRejection(error)],
    );
    return { kind: 'rejected', code: error.code, reason: error.message };
  }
}

/** Same bytes as an accepted file; or earlier files that may turn out to have the same bytes or key. */
const READ_FILE = `
  SELECT f.id, f.name, f.sha256, f.archive_key,
         EXISTS (SELECT 1 FROM source_file e WHERE e.sha256 = f.sha256 AND e.state = 'accepted') AS is_duplicate,
         (SELECT count(*)::int FROM source_file e WHERE e.state = 'received' AND e.id < f.id
             AND (e.sha256 = f.sha256 OR e.name_key = f.name_key)) AS earlier_files
    FROM source_file f
   WHERE f.id = $1 AND f.state = 'received'`;

/** Where and what, as an operator reads it. The value is shown: it is kept in the database, never in a log. */
function describeRejection(error: FileRejectedError): string {
  const details = [
    error.line !== undefined && `line ${error.line}`,
    error.column !== undefined && `column ${error.column}`,
    error.record !== undefined && `record ${error.record}`,
    error.field !== undefined && `field ${error.field}`,
    error.value !== undefined && `value ${JSON.stringify(error.value)}`,
  ].filter(Boolean);
  return details.length > 0 ? `${error.message} (${details.join(', ')})` : error.message;
}

/** Another file with the same bytes or key was accepted meanwhile. */
function isConflict(error: unknown): boolean {
  const { code, constraint } = error as { code?: string; constraint?: string };
  return code === '23505' && (constraint?.startsWith('source_file_accepted') ?? false);
}
