import { createHash } from 'node:crypto';
import { rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { verifyIssueChains } from '@app/database';
import { generateSampleFiles } from '@app/migration-files';
import { REPORT_IDS } from '@app/mrr';
import { findDamagedIssues, findUnreferencedFiles } from '@app/reports';
import { InProcessPipeline, PRODUCE_OPTIONS } from '../../../test/support/in-process-pipeline';
import { ArchiveKeeper } from './archive-keeper';

interface IssueRow {
  id: string;
  report_id: string;
  recipient_id: string;
  sha256: string;
  archive_key: string;
}

describe('looking after the archive', () => {
  let pipeline: InProcessPipeline;
  let keeper: ArchiveKeeper;
  let one: Map<string, IssueRow>;

  beforeAll(async () => {
    pipeline = await InProcessPipeline.open();
    const files = generateSampleFiles({ seed: 5, from: '2020-03-02', weeks: 2, installationsPerDay: 4 });
    for (const { name, folder, content } of files) {
      await pipeline.load({ path: folder ? `${folder}/${name}` : name, bytes: content as Buffer });
    }
    await pipeline.plan(new Date('2020-03-15T18:00:00Z'), new Date('2020-03-16T06:00:00Z'));
    await pipeline.buildAll();
    const issues = await pipeline.dataSource.query<IssueRow[]>('SELECT * FROM issue ORDER BY id');
    one = new Map(issues.map((issue) => [issue.report_id, issue]));
    keeper = new ArchiveKeeper(pipeline.dataSource, pipeline.archive, PRODUCE_OPTIONS, {
      checkIntervalMs: 0,
      copyRetentionMs: 86_400_000,
    });
    // The data moves on: what the summaries told can no longer be computed.
    await pipeline.dataSource.query(`UPDATE attempt SET commenced_at = commenced_at - interval '40 days'
       WHERE id NOT IN (SELECT attempt_id FROM entitlement WHERE issue_id IS NOT NULL)`);
  }, 900_000);
  afterAll(() => pipeline.close());

  const damaged = async (): Promise<string[]> => {
    const all = { afterId: '0', limit: 1000, deep: true };
    const found = await findDamagedIssues(pipeline.dataSource, pipeline.archive, all);
    return found.damaged.map(({ archiveKey, damage }) => `${archiveKey} ${damage}`);
  };

  it('makes a lost file of every report again, byte for byte', async () => {
    expect([...one.keys()].sort()).toEqual([...REPORT_IDS].sort());
    for (const { archive_key } of one.values()) await rm(join(pipeline.root, archive_key));
    expect(await damaged()).toHaveLength(REPORT_IDS.length);
    await keeper.roundIfDue();
    expect(await damaged()).toEqual([]);
    for (const { archive_key, sha256 } of one.values()) {
      const bytes = await buffer(pipeline.archive.read(archive_key));
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    }
  });

  it('makes a file of another size again, and finds one of other content when it reads all of it', async () => {
    const [cut, changed] = [one.get('S1MIG-005'), one.get('S1MIG-003')] as [IssueRow, IssueRow];
    const content = await buffer(pipeline.archive.read(changed.archive_key));
    await writeFile(join(pipeline.root, cut.archive_key), 'cut');
    await writeFile(join(pipeline.root, changed.archive_key), Buffer.alloc(content.length, 'x'));
    await keeper.roundIfDue();
    expect(await damaged()).toEqual([`${changed.archive_key} other content`]);
    await writeFile(join(pipeline.root, changed.archive_key), content);
  });

  it('tells what it cannot make again, and closes that when the file is put back', async () => {
    const { id, archive_key, recipient_id } = one.get('S1MIG-005') as IssueRow;
    const content = await buffer(pipeline.archive.read(archive_key));
    await pipeline.dataSource.query('DELETE FROM issue_copy WHERE issue_id = $1', [id]);
    await pipeline.dataSource.query(
      `UPDATE attempt SET commenced_at = commenced_at - interval '40 days'
        WHERE id IN (SELECT id FROM attempt_audience WHERE recipient_id = $1)`,
      [recipient_id],
    );
    await rm(join(pipeline.root, archive_key));
    await keeper.roundIfDue();
    const alerts = (): Promise<{ subject: string; message: string }[]> =>
      pipeline.dataSource.query(
        `SELECT subject, message FROM alert WHERE kind = 'ARCHIVE_FILE_LOST' AND cleared_at IS NULL`,
      );
    expect(await alerts()).toEqual([
      { subject: `issue ${id}`, message: expect.stringContaining('cannot be made again') },
    ]);
    await writeFile(join(pipeline.root, archive_key), content);
    await keeper.roundIfDue();
    expect(await alerts()).toEqual([]);
  });

  it('removes what crashed writers left behind, but no file that may still be written', async () => {
    const [left, live] = ['.tmp-left', '.tmp-live'].map((name) => join(pipeline.root, 'reports', name)) as [
      string,
      string,
    ];
    for (const path of [left, live]) await writeFile(path, 'half');
    const longAgo = new Date(Date.now() - 7 * 3_600_000);
    await utimes(left, longAgo, longAgo);
    await keeper.roundIfDue();
    await expect(rm(left)).rejects.toMatchObject({ code: 'ENOENT' });
    await rm(live);
  });

  it('lets copies go when they were kept long enough', async () => {
    await pipeline.dataSource.query(`UPDATE issue_copy SET kept_at = now() - interval '2 days'`);
    await keeper.roundIfDue();
    expect(await pipeline.dataSource.query('SELECT 1 FROM issue_copy')).toEqual([]);
  });

  it('finds files that no issue has', async () => {
    await writeFile(join(pipeline.root, 'reports', 'nobodys.csv'), 'x');
    const found: string[] = [];
    for await (const { key } of findUnreferencedFiles(pipeline.dataSource, pipeline.archive, -1000))
      found.push(key);
    expect(found).toEqual(['reports/nobodys.csv']);
  });

  it('finds a change in a chain of issues', async () => {
    const whole = await verifyIssueChains(pipeline.dataSource);
    expect(whole.broken).toEqual([]);
    expect(whole.issues).toBeGreaterThan(whole.series);
    const [[changed]] = await pipeline.dataSource.query<[[{ recipient_id: string }], number]>(
      `UPDATE issue SET sha256 = 'other' WHERE id = (SELECT min(id) FROM issue WHERE sequence_number = 1
          AND (report_id, recipient_id) IN (SELECT report_id, recipient_id FROM issue WHERE sequence_number = 2))
       RETURNING recipient_id`,
    );
    const problem = 'it does not name the issue before it';
    expect((await verifyIssueChains(pipeline.dataSource)).broken).toEqual([
      expect.objectContaining({ recipientId: changed.recipient_id, sequenceNumber: 2, problem }),
    ]);
  });

  it('is done by one worker at a time', async () => {
    const patient = new ArchiveKeeper(pipeline.dataSource, pipeline.archive, PRODUCE_OPTIONS, {
      checkIntervalMs: 60_000,
      copyRetentionMs: 86_400_000,
    });
    const before = await pipeline.dataSource.query('SELECT * FROM archive_upkeep');
    await patient.roundIfDue();
    expect(await pipeline.dataSource.query('SELECT * FROM archive_upkeep')).toEqual(before);
  });
});
