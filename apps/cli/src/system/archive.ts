/** Loaded when a command needs it, as `access.ts`. */
import { createArchive, type Archive } from '@app/archive';
import type { ArchiveConfig, ReportConfig } from '@app/config';
import { type BrokenChain, verifyIssueChains } from '@app/database';
import {
  closeAlertsOfWholeIssues,
  type DamagedIssue,
  findDamagedIssues,
  findUnreferencedFiles,
  mendIssue,
} from '@app/reports';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { withDataSource } from './with-data-source';

/** No build takes longer. */
const UNREFERENCED_AFTER_MS = 24 * 3_600_000;
const BATCH = 1_000;

export interface ArchiveCheck {
  readonly checked: number;
  readonly damaged: readonly DamagedIssue[];
  /** Of source files that are not loaded yet: they cannot be loaded. */
  readonly lostSources: readonly { readonly sourceFileId: string; readonly name: string }[];
  /** Keys of report files that no issue has. */
  readonly unreferenced: readonly string[];
  readonly brokenChains: readonly BrokenChain[];
}

export function checkArchive(
  database: Pool,
  config: ArchiveConfig,
  { deep }: { deep: boolean },
): Promise<ArchiveCheck> {
  const archive = createArchive(config);
  return withDataSource(database, async (dataSource) => {
    const unreferenced: string[] = [];
    const files = findUnreferencedFiles(dataSource, archive, UNREFERENCED_AFTER_MS);
    for await (const { key } of files) unreferenced.push(key);
    return {
      ...(await damagedIssues(dataSource, archive, deep)),
      lostSources: await lostSources(dataSource, archive),
      unreferenced,
      brokenChains: (await verifyIssueChains(dataSource)).broken,
    };
  });
}

/** Makes the files again that can be made again. */
export function restoreArchive(
  database: Pool,
  config: ArchiveConfig,
  options: ReportConfig,
  { deep }: { deep: boolean },
): Promise<{ restored: DamagedIssue[]; lost: DamagedIssue[] }> {
  const archive = createArchive(config);
  return withDataSource(database, async (dataSource) => {
    const { damaged } = await damagedIssues(dataSource, archive, deep);
    const [restored, lost]: [DamagedIssue[], DamagedIssue[]] = [[], []];
    for (const issue of damaged) {
      const isMended = await mendIssue(dataSource, archive, options, issue);
      (isMended ? restored : lost).push(issue);
    }
    await closeAlertsOfWholeIssues(dataSource, archive);
    return { restored, lost };
  });
}

async function damagedIssues(
  dataSource: DataSource,
  archive: Archive,
  deep: boolean,
): Promise<{ checked: number; damaged: DamagedIssue[] }> {
  const damaged: DamagedIssue[] = [];
  let checked = 0;
  for (let afterId = '0'; ;) {
    const batch = await findDamagedIssues(dataSource, archive, { afterId, limit: BATCH, deep });
    damaged.push(...batch.damaged);
    checked += batch.checked;
    afterId = batch.lastId;
    if (batch.checked < BATCH) return { checked, damaged };
  }
}

async function lostSources(
  dataSource: DataSource,
  archive: Archive,
): Promise<{ sourceFileId: string; name: string }[]> {
  const files = await dataSource.query<{ id: string; name: string; archive_key: string }[]>(
    `SELECT id, name, archive_key FROM source_file WHERE state = 'received' ORDER BY id`,
  );
  const lost = [];
  for (const { id, name, archive_key } of files) {
    if (!(await archive.stat(archive_key))) lost.push({ sourceFileId: id, name });
  }
  return lost;
}
