import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { startRedisCluster, type RedisGroup } from '../../libs/queue/src/testing/redis-topologies';
import { Mrr, mrr, temporaryFolder } from '../cli/mrr';
import { eventually } from '../cli/processes';
import { type BatchOutput, generateSample, hashesBelow, REPRODUCIBLE } from '../cli/sample';

const folder = temporaryFolder();
/** A day and a bit: enough slots to lose a server among them. */
const PERIOD = ['--from', '2020-03-06T00:00:00Z', '--to', '2020-03-07T06:00:00Z'];
const BATCH_MS = 400_000;
let redis: RedisGroup;

beforeAll(async () => {
  redis = await startRedisCluster();
});
afterAll(() => redis.stop());

const reportsBelow = (dir: string): number =>
  existsSync(dir)
    ? readdirSync(dir, { recursive: true }).filter((name) => String(name).endsWith('.csv')).length
    : 0;

test(
  'a batch on a Redis Cluster that loses a server in mid-run gives the files of a batch on one Redis',
  async () => {
    await generateSample(folder);
    const args = ['batch', '--in', 'in', ...PERIOD, '--json', '--out'];
    const onOne = await mrr([...args, 'one'], folder, REPRODUCIBLE);
    const { url, topology } = await redis.configFor('{mrr}');
    const onCluster = new Mrr([...args, 'cluster', '--workers', '2'], folder, {
      ...REPRODUCIBLE,
      REDIS_URL: url,
      REDIS_TOPOLOGY: 'cluster',
      REDIS_NODES: (topology?.nodes ?? []).map(({ host, port }) => `${host}:${port}`).join(','),
    });
    const reports = join(folder, 'cluster');
    await eventually('five reports are delivered', () => reportsBelow(reports) >= 5);
    await redis.killMaster('{mrr-');
    const { stdout, exitCode } = await onCluster.ended();
    expect(exitCode).toBe(onOne.exitCode);
    expect((JSON.parse(stdout) as BatchOutput).slots).toEqual(
      (JSON.parse(onOne.stdout) as BatchOutput).slots,
    );
    expect(hashesBelow(reports)).toEqual(hashesBelow(join(folder, 'one')));
  },
  2 * BATCH_MS,
);
