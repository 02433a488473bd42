import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataSourceOptions } from '@app/database';
import { createTestDatabase, eventually, testQueuePrefix, testRedisUrl } from '@app/testing';
import { DataSource } from 'typeorm';
import { Mrr, mrr } from '../cli/mrr';
import { ADMINISTRATOR_TOKEN, operationsClient } from './operations-app';
import type { OperationsClient } from './operations-app';

/** What `mrr up`, `mrr ingest` and `mrr run` made of the generator's sample, all of it still running. */
export interface RunningOperations {
  readonly operations: OperationsClient;
  readonly queuePrefix: string;
  readonly dataSource: DataSource;
  /** MRR_HOME. */
  readonly root: string;
  readonly deliveredDir: string;
  /** Sends a file in and waits until something has become of it. */
  load(name: string, content: string): Promise<void>;
  /** Waits until the slot has one of the states. */
  reaches(slotId: string, ...states: string[]): Promise<void>;
  close(): Promise<void>;
}

const SAMPLE = '--seed 5 --weeks 2 --from 2020-03-02 --installations-per-day 4'.split(' ');
/** Two days and the Monday that sums up the week. */
const PERIOD = ['--from', '2020-03-14T00:00:00Z', '--to', '2020-03-16T06:00:00Z'];
const START_MS = 240_000;

/** Takes a minute or two: it is the product itself, every app a process. */
export async function runningOperations(): Promise<RunningOperations> {
  const folder = await mkdtemp(join(tmpdir(), 'mrr-operations-'));
  const database = await createTestDatabase();
  const queuePrefix = testQueuePrefix();
  const environment = {
    DATABASE_URL: database.url,
    REDIS_URL: await testRedisUrl(),
    QUEUE_PREFIX: queuePrefix,
    TIE_BREAK_KEY: 'a key for tests only',
    OPERATIONS_API_TOKEN: ADMINISTRATOR_TOKEN,
    OPERATIONS_REQUESTS_PER_MINUTE: '100000',
    SCHEDULER_POLL_INTERVAL: '250ms',
    RECONCILE_INTERVAL: '2s',
  };
  const succeed = async (...args: string[]): Promise<void> => {
    const { exitCode, stderr, stdout } = await mrr(args, folder, environment);
    if (exitCode !== 0) throw new Error(`mrr ${args.join(' ')} ended with ${exitCode}: ${stderr}${stdout}`);
  };
  await succeed('generate', ...SAMPLE, '--out', 'in');
  const up = new Mrr(['up', '--json'], folder, environment);
  const dataSource = new DataSource(
    dataSourceOptions({ url: database.url, poolSize: 4, applicationName: 'operations-test' }),
  );
  const close = async (): Promise<void> => {
    up.signal('SIGTERM');
    await up.ended();
    if (dataSource.isInitialized) await dataSource.destroy();
    await database.drop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await eventually('everything is up', () => Promise.resolve(up.stdout.includes('\n')), START_MS);
    await succeed('ingest', 'in');
    await succeed('run', ...PERIOD);
    await dataSource.initialize();
  } catch (error) {
    await close();
    throw error;
  }
  const home = join(folder, 'home');
  const { console: url } = JSON.parse(up.stdout) as { console: string };
  return {
    operations: operationsClient(url.replace(/\/$/, '')),
    queuePrefix,
    dataSource,
    root: home,
    deliveredDir: join(home, 'delivered'),
    load: (name, content) => upload(home, dataSource, name, content),
    async reaches(slotId, ...states) {
      await eventually(`slot ${slotId} is ${states.join(' or ')}`, async () => {
        const [slot] = await dataSource.query<{ state: string }[]>('SELECT state FROM slot WHERE id = $1', [
          slotId,
        ]);
        return slot !== undefined && states.includes(slot.state);
      });
    },
    close,
  };
}

async function upload(home: string, dataSource: DataSource, name: string, content: string): Promise<void> {
  const up = JSON.parse(await readFile(join(home, 'up.json'), 'utf8')) as {
    ingestUrl: string;
    ingestToken: string;
  };
  const response = await fetch(`${up.ingestUrl}/v1/files/${name}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${up.ingestToken}` },
    body: content,
  });
  if (!response.ok) throw new Error(`PUT ${name}: ${response.status} ${await response.text()}`);
  await response.body?.cancel();
  await eventually(`${name} is finished`, async () => {
    const [{ waiting }] = await dataSource.query<[{ waiting: number }]>(
      `SELECT count(*)::int AS waiting FROM source_file WHERE name = $1 AND state = 'received'`,
      [name],
    );
    return waiting === 0;
  });
}
