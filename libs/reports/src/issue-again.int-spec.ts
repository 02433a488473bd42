import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { generateSampleFiles } from '@app/migration-files';
import { REPORT_IDS } from '@app/mrr';
import { InProcessPipeline, PRODUCE_OPTIONS } from '../../../test/support/in-process-pipeline';
import type { BuildOutcome } from './build-outcome';
import { previewReport } from './preview-report';
import type { ReportPreview } from './preview-report';
import { restoreIssue } from './restore-issue';

interface IssueRow {
  id: string;
  report_id: (typeof REPORT_IDS)[number];
  recipient_id: string;
  slot_time: Date;
  sequence_number: number;
  created_at: Date;
  file_name: string;
  row_count: number;
  sha256: string;
  archive_key: string;
}

describe('a report that is not built for the first time', () => {
  let pipeline: InProcessPipeline;
  let issues: IssueRow[];
  const trials: { preview: ReportPreview; outcome: BuildOutcome }[] = [];

  const previewAndBuildAll = async (): Promise<void> => {
    const slots = await pipeline.dataSource.query<
      { id: string; report_id: IssueRow['report_id']; recipient_id: string; slot_time: Date; cause: string }[]
    >(`SELECT * FROM slot ORDER BY slot_time, id`);
    for (const { id, report_id, recipient_id, slot_time, cause } of slots) {
      const preview = await previewReport(pipeline.dataSource, PRODUCE_OPTIONS, {
        reportId: report_id,
        recipientId: recipient_id,
        at: slot_time,
        now: new Date('2020-04-01T12:34:56Z'),
        limitBytes: 100,
      });
      const outcome = await pipeline.builder.build(id);
      if (cause === 'calendar') trials.push({ preview, outcome });
    }
  };
  const readIssues = (): Promise<IssueRow[]> =>
    pipeline.dataSource.query<IssueRow[]>(
      `SELECT i.*, s.slot_time FROM issue i JOIN slot s ON s.id = i.slot_id ORDER BY i.id`,
    );
  const lastOfEachReport = (): IssueRow[] => [
    ...new Map(issues.map((issue) => [issue.report_id, issue])).values(),
  ];
  const detailOf = async ({ archive_key }: IssueRow): Promise<string> => {
    const text = (await buffer(pipeline.archive.read(archive_key))).toString();
    return text.slice(text.indexOf('\r\n'));
  };
  const reissue = async (issue: IssueRow): Promise<IssueRow> => {
    const [{ id }] = await pipeline.dataSource.query<[{ id: string }]>(
      `INSERT INTO slot (report_id, recipient_id, slot_time, cause, due_at, reissues_issue_id)
       SELECT report_id, recipient_id, slot_time, 'reissue:' || $1, now(), $1::bigint
         FROM slot WHERE id = (SELECT slot_id FROM issue WHERE id = $1::bigint) RETURNING id`,
      [issue.id],
    );
    const outcome = await pipeline.builder.build(id);
    const again = (await readIssues()).find(
      (found) => outcome.kind === 'issued' && found.id === outcome.issueId,
    );
    if (!again) throw new Error(`Issue ${issue.id} was not issued again: ${JSON.stringify(outcome)}`);
    return again;
  };

  beforeAll(async () => {
    pipeline = await InProcessPipeline.open();
    const files = generateSampleFiles({ seed: 5, from: '2020-03-02', weeks: 2, installationsPerDay: 4 });
    for (const { name, folder, content } of files) {
      await pipeline.load({ path: folder ? `${folder}/${name}` : name, bytes: content as Buffer });
    }
    await pipeline.plan(new Date('2020-03-15T18:00:00Z'), new Date('2020-03-16T06:00:00Z'));
    await previewAndBuildAll();
    issues = await readIssues();
  });

  afterAll(() => pipeline.close());

  it('is previewed as it is then issued, and a preview uses neither a number nor a ledger row', () => {
    for (const { preview, outcome } of trials) {
      expect(preview.kind === 'report' ? 'issued' : 'nil').toBe(outcome.kind);
      if (preview.kind === 'nil' || outcome.kind !== 'issued') continue;
      const issue = issues.find(({ id }) => id === outcome.issueId) as IssueRow;
      expect(preview.sha256).toBe(issue.sha256);
      expect(preview.fileName).toBe(issue.file_name);
      expect(preview.rowCount).toBe(issue.row_count);
      expect(preview.content.length).toBe(Math.min(100, preview.sizeBytes));
    }
    expect(trials.filter(({ preview }) => preview.kind === 'report').length).toBeGreaterThan(20);
  });

  it('tells the same rows under the next number, for every report, and once more', async () => {
    expect(lastOfEachReport()).toHaveLength(REPORT_IDS.length);
    for (const issue of lastOfEachReport()) {
      const again = await reissue(issue);
      expect(again.sequence_number).toBe(issue.sequence_number + 1);
      expect(await detailOf(again)).toBe(await detailOf(issue));
      const onceMore = await reissue(again);
      expect(onceMore.sequence_number).toBe(issue.sequence_number + 2);
      expect(await detailOf(onceMore)).toBe(await detailOf(issue));
    }
  });

  it('is restored byte for byte when the archive has lost it, re-issues included', async () => {
    const all = await readIssues();
    for (const issue of [...lastOfEachReport(), ...all.slice(-3)]) {
      await pipeline.archive.write(issue.archive_key, Readable.from(['damaged']));
      await restoreIssue(pipeline.dataSource, pipeline.archive, PRODUCE_OPTIONS, issue.id);
      const bytes = await buffer(pipeline.archive.read(issue.archive_key));
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(issue.sha256);
    }
  });

  it('is not restored as something else when the data has moved on', async () => {
    const issue = issues.findLast(({ report_id }) => report_id === 'S1MIG-005') as IssueRow;
    const before = await buffer(pipeline.archive.read(issue.archive_key));
    await pipeline.dataSource.query('DELETE FROM issue_copy WHERE issue_id = $1', [issue.id]);
    await pipeline.dataSource.query(
      `UPDATE attempt SET commenced_at = commenced_at - interval '40 days' WHERE id IN
         (SELECT id FROM attempt_audience WHERE recipient_id = $1)`,
      [issue.recipient_id],
    );
    await expect(
      restoreIssue(pipeline.dataSource, pipeline.archive, PRODUCE_OPTIONS, issue.id),
    ).rejects.toMatchObject({
      code: 'REPORT.NOT_REPRODUCIBLE',
    });
    expect(await buffer(pipeline.archive.read(issue.archive_key))).toEqual(before);
  });

  it('takes nothing from the ledger that the old issue did not tell', async () => {
    const untoldBefore = await pipeline.dataSource.query(
      `SELECT attempt_id FROM entitlement WHERE issue_id IS NULL ORDER BY 1`,
    );
    const issue = issues.find(({ report_id }) => report_id === 'S1MIG-001') as IssueRow;
    await pipeline.dataSource.query(
      `UPDATE ledger_lot SET issue_id = NULL WHERE issue_id = (SELECT max(issue_id) FROM entitlement)`,
    );
    await reissue(issue);
    const untold = await pipeline.dataSource.query<unknown[]>(
      `SELECT attempt_id FROM entitlement WHERE issue_id IS NULL`,
    );
    expect(untold.length).toBeGreaterThan((untoldBefore as unknown[]).length);
  });
});
