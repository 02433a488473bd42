import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@app/embedded';
import { startReplica } from '@app/testing';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../data-source';
import { ReadDatabase } from './read-database';

const DEADLINE_MS = 30_000;
const MAX_LAG_MS = 60_000;

describe('reads with a replica', () => {
  let dir: string;
  let primary: EmbeddedPostgres;
  let replica: EmbeddedPostgres;
  let source: DataSource;
  let database: ReadDatabase;
  let now = 0;

  const isOnReplica = async (): Promise<boolean> => {
    now += 1_000; // each question is a new look
    const [row] = await database.query<{ standby: boolean }[]>('SELECT pg_is_in_recovery() AS standby');
    return row?.standby ?? false;
  };
  const until = async (wanted: boolean): Promise<void> => {
    const end = Date.now() + DEADLINE_MS;
    while ((await isOnReplica()) !== wanted) {
      if (Date.now() > end) throw new Error(`reads did not go to the ${wanted ? 'replica' : 'primary'}`);
      await delay(50);
    }
  };
  /** A request, which the replica follows when it looks up from its work. */
  const pauseReplay = async (): Promise<void> => {
    await onReplica('SELECT pg_wal_replay_pause()');
    const end = Date.now() + DEADLINE_MS;
    while ((await onReplica('SELECT pg_get_wal_replay_pause_state() AS state'))[0]?.['state'] !== 'paused') {
      if (Date.now() > end) throw new Error('the replica does not pause');
      await delay(20);
    }
  };
  const onReplica = async (text: string): Promise<Record<string, unknown>[]> => {
    const direct = new DataSource(
      dataSourceOptions({ url: replica.url, poolSize: 1, applicationName: 'test' }),
    );
    await direct.initialize();
    try {
      return await direct.query(text);
    } finally {
      await direct.destroy();
    }
  };

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'read-replica-'));
    const dataDir = join(dir, 'primary');
    primary = await startEmbeddedPostgres({ dataDir, fast: true, replicated: true });
    replica = await startReplica({ url: primary.url, port: primary.port, dataDir }, join(dir, 'replica'));
    source = new DataSource(dataSourceOptions({ url: primary.url, poolSize: 2, applicationName: 'test' }));
    await source.initialize();
    await source.query('CREATE TABLE fact (n int)');
    database = new ReadDatabase(
      source,
      { url: replica.url, maxLagMs: MAX_LAG_MS, poolSize: 2, applicationName: 'test' },
      () => now,
    );
  });
  afterAll(async () => {
    await database.onApplicationShutdown();
    await source.destroy();
    await replica.kill9();
    await primary.kill9();
    await rm(dir, { recursive: true, force: true });
  });

  it('go to the replica while it keeps up', () => until(true));

  it('go to the primary after a write of this process, until the replica has it', async () => {
    await until(true);
    await pauseReplay();
    await source.query('INSERT INTO fact VALUES (1)');
    database.hasWritten();
    expect(await isOnReplica()).toBe(false);
    expect(await database.query('SELECT n FROM fact')).toEqual([{ n: 1 }]);
    await onReplica('SELECT pg_wal_replay_resume()');
    await until(true);
    expect(await database.query('SELECT n FROM fact')).toEqual([{ n: 1 }]);
  });

  it('go to the primary when the replica is further behind than allowed', async () => {
    await until(true);
    await pauseReplay();
    await source.query('INSERT INTO fact VALUES (2)');
    now += MAX_LAG_MS;
    expect(await isOnReplica()).toBe(false);
    await onReplica('SELECT pg_wal_replay_resume()');
    await until(true);
  });

  it('go to the primary when the replica has died, a statement under way included', async () => {
    await until(true);
    await replica.kill9();
    // The verdict of the last look still holds: the statement itself finds out.
    expect(await database.query('SELECT pg_is_in_recovery() AS standby')).toEqual([{ standby: false }]);
    expect(await isOnReplica()).toBe(false);
  });

  it('go to the primary where no replica is named', async () => {
    expect(await new ReadDatabase(source).current()).toBe(source);
  });
});
