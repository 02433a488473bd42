import type { Archive, ArchivedFile } from '@app/archive';
import type { DataSource } from 'typeorm';

/** The files of this many keys are asked for at a time. */
const BATCH = 1_000;

/**
 * Files of the archive's reports that no issue has: what a worker wrote and was killed before its commit. After the
 * database was set back to an older state they are also what it has forgotten, so nothing removes them by itself.
 * @param olderThanMs longer than any build takes
 */
export async function* findUnreferencedFiles(
  dataSource: DataSource,
  archive: Archive,
  olderThanMs: number,
): AsyncGenerator<ArchivedFile> {
  const before = Date.now() - olderThanMs;
  let batch: ArchivedFile[] = [];
  for await (const file of archive.list('reports')) {
    if (file.modifiedAt.getTime() < before) batch.push(file);
    if (batch.length < BATCH) continue;
    yield* withoutIssue(dataSource, batch);
    batch = [];
  }
  yield* withoutIssue(dataSource, batch);
}

async function* withoutIssue(
  dataSource: DataSource,
  files: readonly ArchivedFile[],
): AsyncGenerator<ArchivedFile> {
  const found = await dataSource.query<{ archive_key: string }[]>(
    'SELECT archive_key FROM issue WHERE archive_key = ANY ($1)',
    [files.map(({ key }) => key)],
  );
  const known = new Set(found.map(({ archive_key }) => archive_key));
  for (const file of files) if (!known.has(file.key)) yield file;
}
