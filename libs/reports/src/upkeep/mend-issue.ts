import type { Archive } from '@app/archive';
import type { DataSource } from 'typeorm';
import { IssueNotReproducibleError } from '../errors/issue-not-reproducible.error';
import type { ProduceOptions } from '../produce-report';
import { restoreIssue } from '../restore-issue';
import { findDamagedIssues } from './find-damaged-issues';
import type { DamagedIssue } from './find-damaged-issues';

/** Puts a lost file back, byte for byte, or tells operators that it cannot be done. Returns whether it could. */
export async function mendIssue(
  dataSource: DataSource,
  archive: Archive,
  options: ProduceOptions,
  damaged: DamagedIssue,
): Promise<boolean> {
  try {
    await restoreIssue(dataSource, archive, options, damaged.issueId);
  } catch (error) {
    if (!(error instanceof IssueNotReproducibleError)) throw error;
    await dataSource.query(
      `INSERT INTO alert (kind, subject, message) VALUES ('ARCHIVE_FILE_LOST', $1, $2) ON CONFLICT DO NOTHING`,
      [`issue ${damaged.issueId}`, whatToDo(damaged)],
    );
    return false;
  }
  await closeAlert(dataSource, damaged.issueId);
  return true;
}

/** Closes the alerts of lost files that somebody has put back. */
export async function closeAlertsOfWholeIssues(dataSource: DataSource, archive: Archive): Promise<void> {
  const told = await dataSource.query<{ id: string }[]>(
    `SELECT i.id FROM alert a JOIN issue i ON a.subject = 'issue ' || i.id
      WHERE a.kind = 'ARCHIVE_FILE_LOST' AND a.cleared_at IS NULL`,
  );
  for (const { id } of told) {
    const justBefore = String(BigInt(id) - 1n);
    const { damaged } = await findDamagedIssues(dataSource, archive, {
      afterId: justBefore,
      limit: 1,
      deep: true,
    });
    if (damaged.length === 0) await closeAlert(dataSource, id);
  }
}

async function closeAlert(dataSource: DataSource, issueId: string): Promise<void> {
  await dataSource.query(
    `UPDATE alert SET cleared_at = now()
      WHERE kind = 'ARCHIVE_FILE_LOST' AND subject = $1 AND cleared_at IS NULL`,
    [`issue ${issueId}`],
  );
}

function whatToDo({ fileName, archiveKey, damage, location }: DamagedIssue): string {
  const state = damage === 'missing' ? 'is lost' : `has ${damage}`;
  const source = location === null ? 'a backup' : `a backup or from ${location}`;
  return `${fileName} ${state} in the archive and cannot be made again from the data; put it back from ${source} as ${archiveKey}`;
}
