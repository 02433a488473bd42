import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@app/embedded';
import { startRedisCluster } from '../../libs/queue/src/testing/redis-topologies';
import { Mrr, type MrrResult, mrr, temporaryFolder } from '../cli/mrr';
import { eventually } from '../cli/processes';
import { type BatchOutput, generateSample, hashesBelow, REPRODUCIBLE } from '../cli/sample';
import { hasPgBouncer, startPgBouncer } from './pgbouncer';

const folder = temporaryFolder();
/** A day and a bit: enough slots to lose a server among them. */
const PERIOD = ['--from', '2020-03-06T00:00:00Z', '--to', '2020-03-07T06:00:00Z'];
const BATCH_MS = 400_000;
let onItsOwn: MrrResult;

const args = (out: string): string[] => ['batch', '--in', 'in', ...PERIOD, '--json', '--out', out];

const reportsBelow = (dir: string): number =>
  existsSync(dir)
    ? readdirSync(dir, { recursive: true }).filter((name) => String(name).endsWith('.csv')).length
    : 0;

function expectTheSame(result: MrrResult, out: string): void {
  expect(result.exitCode).toBe(onItsOwn.exitCode);
  const { slots } = JSON.parse(onItsOwn.stdout) as BatchOutput;
  expect((JSON.parse(result.stdout) as BatchOutput).slots).toEqual(slots);
  expect(hashesBelow(join(folder, out))).toEqual(hashesBelow(join(folder, 'own')));
}

beforeAll(async () => {
  await generateSample(folder);
  onItsOwn = await mrr(args('own'), folder, REPRODUCIBLE);
}, BATCH_MS);

test(
  'a batch on a Redis Cluster that loses a server in mid-run gives the same files',
  async () => {
    const redis = await startRedisCluster();
    try {
      const { url, topology } = await redis.configFor('{mrr}');
      const program = new Mrr([...args('cluster'), '--workers', '2'], folder, {
        ...REPRODUCIBLE,
        REDIS_URL: url,
        REDIS_TOPOLOGY: 'cluster',
        REDIS_NODES: (topology?.nodes ?? []).map(({ host, port }) => `${host}:${port}`).join(','),
      });
      const some = 'some reports are delivered';
      await eventually(some, () => reportsBelow(join(folder, 'cluster')) >= 3);
      await redis.killMaster('{mrr-');
      expectTheSame(await program.ended(), 'cluster');
    } finally {
      await redis.stop();
    }
  },
  BATCH_MS,
);

const behindPgBouncer = async (): Promise<void> => {
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), fast: true });
  // Fewer server sessions than the services hold connections, so that they are really shared.
  const pooler = await startPgBouncer(postgres.url, 6);
  try {
    const result = await mrr([...args('pooled'), '--workers', '2'], folder, {
      ...REPRODUCIBLE,
      DATABASE_URL: pooler.url,
      DATABASE_NAMED_STATEMENTS: 'false',
    });
    expectTheSame(result, 'pooled');
  } finally {
    await pooler.stop();
    await postgres.stop();
  }
};

if (hasPgBouncer()) {
  test('a batch behind PgBouncer in transaction mode gives the same files', behindPgBouncer, BATCH_MS);
} else {
  test.skip(
    'a batch behind PgBouncer: no pgbouncer on this machine (apt-get install pgbouncer)',
    behindPgBouncer,
  );
}
