import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { verifyOperatorActions } from '@app/database';
import { testRedisUrl } from '@app/testing';
import { Redis } from 'ioredis';
import { runningOperations } from '../../../test/support/running-operations';
import type { RunningOperations } from '../../../test/support/running-operations';

/** Hundreds of requests, on a machine that is busy with other tests. */
jest.setTimeout(300_000);

interface IssueRow {
  id: string;
  slotId: string;
  reportId: string;
  recipientId: string;
  sequenceNumber: number;
  fileName: string;
  folder: string;
  rowCount: number;
}

describe('an operator', () => {
  let world: RunningOperations;
  let issues: IssueRow[];

  const post = async (
    path: string,
    body: unknown,
  ): Promise<{ status: number; body: Record<string, unknown> }> => {
    const response = await world.operations.request('POST', path, { body });
    const text = await response.text();
    return {
      status: response.status,
      body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
    };
  };
  const requeue = (ids: string[]) => post('/v1/slots/requeue', { ids, reason: 'the destination is back' });
  const pathOf = ({ folder, fileName }: IssueRow): string => join(world.deliveredDir, folder, fileName);

  /** Makes the delivery of an issue fail as it does when the destination holds another file under its name. */
  const failDelivery = async (issue: IssueRow): Promise<Buffer> => {
    const path = pathOf(issue);
    const original = await readFile(path);
    await writeFile(path, 'something else');
    await world.dataSource.query(
      `WITH undelivered AS (DELETE FROM delivery WHERE issue_id = $1)
       UPDATE slot SET state = 'built', finished_at = NULL, queued_at = NULL WHERE id = $2`,
      [issue.id, issue.slotId],
    );
    await requeue([issue.slotId]);
    await world.reaches(issue.slotId, 'failed');
    await rm(path);
    return original;
  };
  const expectDeliveredOnce = async (issue: IssueRow, original: Buffer): Promise<void> => {
    await world.reaches(issue.slotId, 'delivered');
    const found = (await readdir(join(world.deliveredDir, issue.folder))).filter((name) =>
      name.startsWith(issue.fileName.split('#')[0] ?? ''),
    );
    expect(found).toEqual([issue.fileName]);
    expect(await readFile(pathOf(issue))).toEqual(original);
    const again = await world.operations.get<IssueRow>(`/v1/issues/${issue.id}`);
    expect(again).toMatchObject({ sequenceNumber: issue.sequenceNumber, state: 'delivered' });
  };

  beforeAll(async () => {
    world = await runningOperations();
    issues = (await world.operations.get<{ items: IssueRow[] }>('/v1/issues?limit=500')).items;
  }, 540_000);
  afterAll(() => world.close());

  const issueOf = (reportId: string, position = 0): IssueRow => {
    const issue = issues.filter((found) => found.reportId === reportId)[position];
    if (!issue) throw new Error(`No issue of ${reportId}`);
    return issue;
  };

  it('requeues a failed delivery: the same number, exactly one file', async () => {
    const issue = issueOf('S1MIG-003');
    const original = await failDelivery(issue);
    expect(await requeue([issue.slotId])).toEqual({
      status: 200,
      body: { requeued: [issue.slotId], skipped: [] },
    });
    await expectDeliveredOnce(issue, original);
  });

  it('requeues once when it is asked for several times at once', async () => {
    const issue = issueOf('S1MIG-009', 1);
    const original = await failDelivery(issue);
    const answers = await Promise.all(Array.from({ length: 5 }, () => requeue([issue.slotId])));
    expect(answers.flatMap(({ body }) => body['requeued'])).toEqual([issue.slotId]);
    await expectDeliveredOnce(issue, original);
  });

  it('requeues by filter, and only what the filter names', async () => {
    const issue = issueOf('S1MIG-005');
    const other = issueOf('S1MIG-004');
    const originals = [await failDelivery(issue), await failDelivery(other)] as const;
    const { body } = await post('/v1/slots/requeue', {
      filter: { report: 'S1MIG-005', state: 'failed' },
      reason: 'the destination is back',
    });
    expect(body).toEqual({ requeued: [issue.slotId], skipped: [] });
    await expectDeliveredOnce(issue, originals[0]);
    expect(await world.operations.get(`/v1/slots/${other.slotId}`)).toMatchObject({ state: 'failed' });
    await requeue([other.slotId]);
    await expectDeliveredOnce(other, originals[1]);
  });

  it('requeues what Redis has forgotten', async () => {
    const issue = issueOf('S1MIG-007');
    const original = await failDelivery(issue);
    const redis = new Redis(await testRedisUrl());
    try {
      const keys = await redis.keys(`${world.queuePrefix}*`);
      expect(keys.length).toBeGreaterThan(0);
      await redis.del(keys);
    } finally {
      redis.disconnect();
    }
    expect((await requeue([issue.slotId])).body).toEqual({ requeued: [issue.slotId], skipped: [] });
    await expectDeliveredOnce(issue, original);
  });

  it('requeues a failed build', async () => {
    const [{ id }] = await world.dataSource.query<[{ id: string }]>(
      `INSERT INTO slot (report_id, recipient_id, slot_time, due_at, state, last_error_code, last_error, finished_at)
       SELECT report_id, recipient_id, slot_time + interval '1 day', due_at + interval '1 day', 'failed', 'X', 'x', now()
         FROM slot WHERE id = $1 RETURNING id`,
      [issueOf('S1MIG-003').slotId],
    );
    expect((await requeue([id])).body).toEqual({ requeued: [id], skipped: [] });
    await world.reaches(id, 'delivered', 'nil');
  });

  it('is told why a slot is not requeued', async () => {
    const issue = issueOf('S1MIG-009');
    expect((await requeue([issue.slotId, '999999'])).body).toEqual({
      requeued: [],
      skipped: [
        { id: issue.slotId, reason: 'It is delivered; re-issue it if it must be told again' },
        { id: '999999', reason: 'There is no such slot' },
      ],
    });
  });

  it('has a lost file made again, byte for byte', async () => {
    const issue = issueOf('S1MIG-006');
    const original = await failDelivery(issue);
    const [{ archive_key }] = await world.dataSource.query<[{ archive_key: string }]>(
      'SELECT archive_key FROM issue WHERE id = $1',
      [issue.id],
    );
    await rm(join(world.root, 'archive', archive_key));
    const { body } = await post('/v1/slots/requeue', {
      ids: [issue.slotId],
      reason: 'disk lost',
      rebuild: true,
    });
    expect(body).toEqual({ requeued: [issue.slotId], skipped: [] });
    await expectDeliveredOnce(issue, original);
  });

  it('re-issues under the next number, once per issue', async () => {
    const issue = issueOf('S1MIG-010');
    const answers = await Promise.all(
      [1, 2, 3].map(() => post(`/v1/issues/${issue.id}/reissue`, { reason: 'the supplier lost it' })),
    );
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([202, 409, 409]);
    const { body } = answers.find(({ status }) => status === 202) as (typeof answers)[number];
    await world.reaches(String(body['slotId']), 'delivered');
    const slot = await world.operations.get<{ issueId: string; sequenceNumber: number }>(
      `/v1/slots/${String(body['slotId'])}`,
    );
    expect(await world.operations.get(`/v1/issues/${slot.issueId}`)).toMatchObject({
      reissues: issue.id,
      rowCount: issue.rowCount,
      folder: issue.folder,
    });
    const diff = await world.operations.get<{ unchanged: number }>(`/v1/issues/${slot.issueId}/diff`);
    expect(diff.unchanged).toBeGreaterThanOrEqual(0);
  });

  it('releases copies, and repeating it releases nothing twice', async () => {
    const chosen = [issueOf('S1MIG-004'), issueOf('S1MIG-007')];
    const request = {
      issueIds: chosen.map(({ id }) => id),
      requester: 'panel',
      reason: 'asked for by the Panel',
    };
    const first = await post('/v1/releases', request);
    expect(first.body).toMatchObject({ items: [{ lastError: null }, { lastError: null }] });
    expect((await post('/v1/releases', request)).body).toEqual(first.body);
    const released = await readdir(join(world.deliveredDir, 'SEC Panel'));
    expect(released.sort()).toEqual(chosen.map(({ fileName }) => fileName).sort());
  });

  it('resubmits a rejected file, and nothing else', async () => {
    await world.load('ORG_broken.csv', 'no file of ours');
    const { items } = await world.operations.get<{ items: { id: string }[] }>(
      '/v1/source-files?state=rejected',
    );
    const rejected = items[0]?.id ?? '';
    const resubmit = () =>
      post(`/v1/source-files/${rejected}/resubmit`, { reason: 'the reader was repaired' });
    const answers = await Promise.all([resubmit(), resubmit()]);
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([202, 409]);
    const { items: accepted } = await world.operations.get<{ items: { id: string }[] }>(
      '/v1/source-files?state=accepted',
    );
    expect((await post(`/v1/source-files/${accepted[0]?.id}/resubmit`, { reason: 'just so' })).status).toBe(
      409,
    );
  });

  it('leaves a whole chain in the audit log, with names and reasons', async () => {
    const { items } = await world.operations.get<{
      items: { actor: string; action: string; reason: string }[];
    }>('/v1/audit?limit=500');
    expect(new Set(items.map(({ action }) => action))).toEqual(
      new Set(['requeue-slot', 'reissue-issue', 'release-issues', 'resubmit-source-file']),
    );
    expect(items.every(({ actor, reason }) => actor === 'bootstrap administrator' && reason !== '')).toBe(
      true,
    );
    const { entries, brokenAt } = await verifyOperatorActions(world.dataSource);
    expect({ entries, brokenAt }).toEqual({ entries: items.length, brokenAt: undefined });
  });

  it('sees a preview that uses no number', async () => {
    const issue = issueOf('S1MIG-003');
    const preview = await world.operations.get<{ kind: string; rowCount: number }>(
      `/v1/preview?report=S1MIG-003&recipient=${issue.recipientId}&at=2020-03-16T05:00:00Z`,
    );
    expect(preview).toMatchObject({ kind: 'report', rowCount: issue.rowCount });
  });
});
