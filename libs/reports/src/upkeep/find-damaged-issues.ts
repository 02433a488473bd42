import { createHash } from 'node:crypto';
import type { Archive } from '@app/archive';
import type { DataSource } from 'typeorm';

export interface DamagedIssue {
  readonly issueId: string;
  readonly fileName: string;
  readonly archiveKey: string;
  readonly damage: 'missing' | 'other size' | 'other content';
  /** Where the destination holds the file, if it was delivered. */
  readonly location: string | null;
}

export interface IssuesToLookAt {
  readonly afterId: string;
  readonly limit: number;
  /** Only what is still to be delivered. */
  readonly undelivered?: boolean;
  /** Reads every file whole; otherwise its size is compared. */
  readonly deep?: boolean;
}

interface IssueFile {
  id: string;
  file_name: string;
  archive_key: string;
  size_bytes: string;
  sha256: string;
  location: string | null;
}

/** Compares issues with their files in the archive, in the order of their ids. */
export async function findDamagedIssues(
  dataSource: DataSource,
  archive: Archive,
  { afterId, limit, undelivered = false, deep = false }: IssuesToLookAt,
): Promise<{ checked: number; lastId: string; damaged: DamagedIssue[] }> {
  const files = await dataSource.query<IssueFile[]>(undelivered ? UNDELIVERED : ALL, [afterId, limit]);
  const damaged: DamagedIssue[] = [];
  for (const file of files) {
    const damage = await damageOf(archive, file, deep);
    if (damage === null) continue;
    const { id: issueId, file_name: fileName, archive_key: archiveKey, location } = file;
    damaged.push({ issueId, fileName, archiveKey, damage, location });
  }
  return { checked: files.length, lastId: files.at(-1)?.id ?? afterId, damaged };
}

async function damageOf(
  archive: Archive,
  { archive_key, size_bytes, sha256 }: IssueFile,
  deep: boolean,
): Promise<DamagedIssue['damage'] | null> {
  const found = await archive.stat(archive_key);
  if (!found) return 'missing';
  if (found.bytes !== Number(size_bytes)) return 'other size';
  if (!deep) return null;
  const hash = createHash('sha256');
  for await (const chunk of archive.read(archive_key) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex') === sha256 ? null : 'other content';
}

const COLUMNS = `i.id, i.file_name, i.archive_key, i.size_bytes, i.sha256, d.receipt ->> 'location' AS location`;

const ALL = `
  SELECT ${COLUMNS} FROM issue i LEFT JOIN delivery d ON d.issue_id = i.id
   WHERE i.id > $1 ORDER BY i.id LIMIT $2`;

const UNDELIVERED = `
  SELECT ${COLUMNS} FROM slot s JOIN issue i ON i.slot_id = s.id LEFT JOIN delivery d ON d.issue_id = i.id
   WHERE s.state IN ('built', 'delivering') AND i.id > $1 ORDER BY i.id LIMIT $2`;
