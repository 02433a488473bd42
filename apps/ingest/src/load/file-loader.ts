import type { Archive } from '@app/archive';
import { copyRows, inTransaction } from '@app/database';
import type { CopyValue } from '@app/database';
import { failpoint } from '@app/failpoints';
import { FileRejectedError, readMigrationFile } from '@app/migration-files';
import type { FileEvent, FileHeader, FileKind, RecordProblem } from '@app/migration-files';
import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { decideConflict } from './file-conflict';
import type { LoadOutcome } from './load-outcome';
import { RECORD_LOADERS } from './record-loaders';
import type { RecordLoader } from './record-loaders';

/** Rows gathered before they are copied: the bound on what a file of any size keeps in memory. */
const COPY_ROWS = 2_000;

/** Advisory lock under which files find their parents and children; any constant that nothing else uses. */
const SETTLING_LOCK = 7_002;

interface ReceivedFile {
  id: string;
  name: string;
  sha256: string;
  archive_key: string;
  is_duplicate: boolean;
  must_wait: boolean;
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

  async load(sourceFileId: string): Promise<LoadOutcome> {
    const [file] = await this.dataSource.query<ReceivedFile[]>(READ_FILE, [sourceFileId]);
    if (!file) return { kind: 'skipped' };
    if (file.must_wait) return { kind: 'waits' };
    if (file.is_duplicate) return decideConflict(this.dataSource, file);
    try {
      return await inTransaction(this.dataSource, (client) => this.#loadContent(client, file));
    } catch (error) {
      if (error instanceof AlreadyDecidedError) return { kind: 'skipped' };
      if (error instanceof FileRejectedError) return this.#reject(file.id, error);
      if (isConflict(error)) return decideConflict(this.dataSource, file);
      throw error;
    }
  }

  async #loadContent(client: PoolClient, file: ReceivedFile): Promise<LoadOutcome> {
    const content = this.archive.read(file.archive_key);
    try {
      const events = readMigrationFile(file.name, content, { maxBytes: this.maxFileSizeBytes });
      const { header, setAside } = await copyEvents(client, file.id, events);
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

/** Same bytes as an accepted file; or an earlier file that may turn out to have the same bytes or key. */
const READ_FILE = `
  SELECT f.id, f.name, f.sha256, f.archive_key,
         EXISTS (SELECT 1 FROM source_file e WHERE e.sha256 = f.sha256 AND e.state = 'accepted') AS is_duplicate,
         EXISTS (SELECT 1 FROM source_file e WHERE e.state = 'received' AND e.id < f.id
                   AND (e.sha256 = f.sha256 OR e.name_key = f.name_key)) AS must_wait
    FROM source_file f
   WHERE f.id = $1 AND f.state = 'received'`;

async function copyEvents(
  client: PoolClient,
  sourceFileId: string,
  events: AsyncIterable<readonly FileEvent[]>,
): Promise<{ header: FileHeader; setAside: number }> {
  let header: FileHeader | undefined;
  let rows: (readonly CopyValue[])[] = [];
  let problems: RecordProblem[] = [];
  const setAside = { count: 0, lastRecord: 0 };
  const flush = async (): Promise<void> => {
    if (header && rows.length > 0) await copyRecords(client, loaderOf(header), rows);
    if (problems.length > 0) await copyProblems(client, sourceFileId, problems);
    rows = [];
    problems = [];
    await failpoint('load.mid-copy');
  };
  for await (const batch of events) {
    for (const event of batch) {
      switch (event.type) {
        case 'header':
          header = event.header;
          await accept(client, sourceFileId, header);
          await failpoint('load.after-accept');
          break;
        case 'record':
          if (header) rows.push(rowOf(sourceFileId, event.recordNumber, header, event.record));
          break;
        case 'problem':
          problems.push(event.problem);
          if (event.problem.severity === 'set-aside' && event.problem.recordNumber !== setAside.lastRecord) {
            setAside.lastRecord = event.problem.recordNumber; // the problems of one record come together
            setAside.count += 1;
          }
      }
    }
    if (rows.length + problems.length >= COPY_ROWS) await flush();
  }
  await flush();
  if (!header) throw new TypeError('The reader ended without a header');
  await client.query('UPDATE source_file SET set_aside_count = $2 WHERE id = $1', [
    sourceFileId,
    setAside.count,
  ]);
  return { header, setAside: setAside.count };
}

/**
 * Takes the file's business key and bytes before its records load. A concurrent load of the same key waits here for the
 * first one's end and then fails with a unique violation; one of the same file (a job that ran twice) finds it decided.
 */
async function accept(client: PoolClient, sourceFileId: string, header: FileHeader): Promise<void> {
  const { rowCount } = await client.query(
    `UPDATE source_file
        SET state = 'accepted', finished_at = now(), kind = $2, business_key = $3, originator = $4, counter = $5,
            created_at = $6, record_count = $7
      WHERE id = $1 AND state = 'received'`,
    [
      sourceFileId,
      header.kind,
      header.businessKey,
      header.originator,
      header.counter,
      header.createdAt,
      header.recordCount,
    ],
  );
  if (rowCount === 0) throw new AlreadyDecidedError();
  const { createStaging } = loaderOf(header);
  if (createStaging) await client.query(createStaging);
}

/** The loader of the header's kind. Header and records of one file have one kind, which the compiler cannot follow. */
function loaderOf(header: FileHeader): RecordLoader<FileKind> {
  return RECORD_LOADERS[header.kind] as unknown as RecordLoader<FileKind>;
}

function rowOf(
  sourceFileId: string,
  recordNumber: number,
  header: FileHeader,
  record: Extract<FileEvent, { type: 'record' }>['record'],
): readonly CopyValue[] {
  return [sourceFileId, recordNumber, ...loaderOf(header).values(record, header)];
}

async function copyRecords(
  client: PoolClient,
  loader: RecordLoader<FileKind>,
  rows: readonly (readonly CopyValue[])[],
): Promise<void> {
  await copyRows(client, loader.table, ['source_file_id', 'record_number', ...loader.columns], rows);
}

async function copyProblems(
  client: PoolClient,
  sourceFileId: string,
  problems: readonly RecordProblem[],
): Promise<void> {
  await copyRows(
    client,
    'source_file_problem',
    ['source_file_id', 'record_number', 'field', 'code', 'value', 'message', 'severity'],
    problems.map((problem) => [
      sourceFileId,
      problem.recordNumber,
      problem.field,
      problem.code,
      problem.value,
      problem.message,
      problem.severity,
    ]),
  );
}

/** Another run decided the same file meanwhile; what this one has written is rolled back. */
class AlreadyDecidedError extends Error {}

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
