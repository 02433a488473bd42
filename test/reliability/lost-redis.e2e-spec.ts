import { join } from 'node:path';
import { startEmbeddedRedis, type EmbeddedRedis } from '@app/embedded';
import { eventually } from '@app/testing';
import { Redis } from 'ioredis';
import { Installation } from './installation';
import { buildServices, DEADLINE_MS } from './service-process';
import { periodsWithIssues, sampleFiles, undisturbedRun } from './undisturbed-run';
import type { ExpectedFile } from './undisturbed-run';

const LONG_MS = 600_000;
const RECONCILE_MS = 1_000;
/** For the machine, which may be busy. */
const SLACK_MS = 60_000;

let redis: EmbeddedRedis;
let world: Installation;
let expected: ExpectedFile[];

async function emptyRedis(port?: number): Promise<EmbeddedRedis> {
  const cacheDir = join(__dirname, '..', '..', '.mrr', 'redis');
  const password = redis === undefined ? undefined : new URL(redis.url).password;
  const started = await startEmbeddedRedis({
    dir: join(world?.home ?? '/tmp', `redis-${Date.now()}`),
    cacheDir,
    fast: true,
    ...(port !== undefined && { port }),
    ...(password !== undefined && { password }),
  });
  if (!started) throw new Error('No Redis on this machine: install redis-server to run this test');
  return started;
}

beforeAll(async () => {
  buildServices();
  const files = sampleFiles();
  expected = await undisturbedRun(files);
  redis = await emptyRedis();
  world = await Installation.open({ REDIS_URL: redis.url, RECONCILE_INTERVAL: `${RECONCILE_MS}ms` });
  await Promise.all([world.start('ingest'), world.start('report-scheduler')]);
  for (const file of files) await world.upload(file);
  await world.loaded();
}, LONG_MS);
afterAll(async () => {
  await world.close();
  await redis.stop();
}, LONG_MS);

test(
  'a new, empty Redis is full again after one round, and everything is delivered',
  async () => {
    for (const period of periodsWithIssues(expected, 2)) await world.requestPeriod(period);
    const queued = (): Promise<number> =>
      world
        .query<{ count: number }>(`SELECT count(*)::int AS count FROM slot WHERE state = 'queued'`)
        .then(([row]) => row?.count ?? 0);
    const planned = (): Promise<{ open: boolean }[]> =>
      world.query(
        `SELECT 1 FROM period_request WHERE planned_at IS NULL UNION ALL SELECT 1 FROM slot WHERE state = 'planned'`,
      );
    await eventually('all slots are rung for', async () => (await planned()).length === 0, DEADLINE_MS);
    const owed = await queued();
    expect(owed).toBeGreaterThan(50);

    await redis.kill9();
    redis = await emptyRedis(redis.port);
    const lostAt = Date.now();
    const client = new Redis(redis.url);
    const waiting = `${world.queuePrefix}:build-report:wait`;
    await eventually('Redis is full again', async () => (await client.llen(waiting)) === owed, DEADLINE_MS);
    expect(Date.now() - lostAt).toBeLessThan(2 * RECONCILE_MS + SLACK_MS);
    client.disconnect();

    await Promise.all([world.start('report-worker'), world.start('distribution')]);
    await world.settled();
    expect(world.deliveredFiles()).toEqual(
      Object.fromEntries(expected.map(({ path, sha256 }) => [path, sha256])),
    );
  },
  LONG_MS,
);
