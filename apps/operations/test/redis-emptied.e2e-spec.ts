import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { populatedOperations } from '../../../test/support/populated-operations';
import type { PopulatedOperations } from '../../../test/support/populated-operations';
import { privateRedis, type PrivateService } from '../../../test/support/private-services';

interface IssueRow {
  id: string;
  slotId: string;
  sequenceNumber: number;
  fileName: string;
  folder: string;
}

describe('when somebody has emptied Redis', () => {
  let redis: PrivateService;
  let world: PopulatedOperations;

  beforeAll(async () => {
    redis = await privateRedis();
    world = await populatedOperations({ delivers: true, redisUrl: redis.url });
  }, 300_000);
  afterAll(async () => {
    await world.close();
    await redis.remove();
  }, 60_000);

  const requeue = async (slotId: string): Promise<unknown> => {
    const body = { ids: [slotId], reason: 'the destination is back' };
    return (await world.operations.request('POST', '/v1/slots/requeue', { body })).json();
  };

  it('a failed delivery is requeued by the API: one file, the same number and bytes', async () => {
    const { items } = await world.operations.get<{ items: IssueRow[] }>('/v1/issues?limit=1');
    const issue = items[0] as IssueRow;
    const folder = join(world.deliveredDir, issue.folder);
    const path = join(folder, issue.fileName);
    const original = await readFile(path);
    await writeFile(path, 'something else');
    await world.pipeline.dataSource.query(
      `WITH undelivered AS (DELETE FROM delivery WHERE issue_id = $1)
       UPDATE slot SET state = 'built', finished_at = NULL, queued_at = NULL WHERE id = $2`,
      [issue.id, issue.slotId],
    );
    await requeue(issue.slotId);
    await world.reaches(issue.slotId, 'failed');
    await rm(path);
    const before = await readdir(folder);

    const client = new Redis(redis.url);
    expect(await client.dbsize()).toBeGreaterThan(0);
    expect(await client.flushall()).toBe('OK');
    client.disconnect();

    expect(await requeue(issue.slotId)).toEqual({ requeued: [issue.slotId], skipped: [] });
    await world.reaches(issue.slotId, 'delivered');
    expect(await readdir(folder)).toEqual([...before, issue.fileName].toSorted());
    expect(await readFile(path)).toEqual(original);
    expect(await world.operations.get(`/v1/issues/${issue.id}`)).toMatchObject({
      sequenceNumber: issue.sequenceNumber,
      state: 'delivered',
    });
  }, 120_000);
});
