import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { describeProcess, processesWorkingIn } from '../process-inspection';
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from './start-embedded-postgres';

/** Starting and initialising it takes one to two seconds, several times as long on a busy machine. */
jest.setTimeout(120_000);

const home = mkdtempSync(join(tmpdir(), 'mrr-postgres test-')); // with a space, as a user's folder may have
const dataDir = join(home, 'data');
const running = new Set<EmbeddedPostgres>();

async function start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, ...options });
  running.add(postgres);
  return postgres;
}

async function query<T extends object>(url: string, ...statements: string[]): Promise<T[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const results = [];
    for (const statement of statements) results.push(...(await client.query<T>(statement)).rows);
    return results;
  } finally {
    await client.end();
  }
}

afterEach(async () => {
  await Promise.all([...running].map((postgres) => postgres.kill9()));
  running.clear();
});

afterAll(() => rmSync(home, { recursive: true }));

test('committed rows survive a crash and a clean stop; nothing keeps running', async () => {
  const first = await start();
  await query(first.url, 'create table kept (id int)', 'insert into kept values (1)');
  await first.kill9();
  expect(processesWorkingIn(dataDir)).toEqual([]);

  const second = await start();
  expect(await query(second.url, 'select id from kept')).toEqual([{ id: 1 }]);
  await query(second.url, 'insert into kept values (2)');
  await second.stop();
  expect(describeProcess(second.postmasterPid)).toBeUndefined();

  const third = await start();
  expect(await query(third.url, 'select id from kept order by id')).toEqual([{ id: 1 }, { id: 2 }]);
  await third.stop();
});

test('data to be kept is forced to disk, throw-away data is not', async () => {
  const shown = `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`;
  const durable = await start();
  expect(await query(durable.url, shown)).toEqual([{ fsync: 'on', commit: 'on' }]);
  await durable.stop();
  const fast = await start({ fast: true });
  expect(await query(fast.url, shown)).toEqual([{ fsync: 'off', commit: 'off' }]);
  await fast.stop();
});

test('text is UTF-8, ordered bytewise, and time is UTC', async () => {
  const { url } = await start();
  const rows = await query(
    url,
    `select current_setting('server_encoding') as encoding, current_setting('timezone') as zone,
            (select array_agg(word order by word) from unnest(array['a', 'B', 'Z']) word) as words`,
  );
  expect(rows).toEqual([{ encoding: 'UTF8', zone: 'UTC', words: ['B', 'Z', 'a'] }]);
});

test('only who knows the password gets in, and only this user can read it', async () => {
  const { url } = await start();
  const guess = new URL(url);
  guess.password = 'guess';
  await expect(query(guess.href, 'select 1')).rejects.toThrow('password authentication failed');
  expect(statSync(`${dataDir}.password`).mode & 0o777).toBe(0o600);
});

test('a pid file whose number another process bears by now does not prevent the start', async () => {
  const first = await start();
  await first.kill9();
  writeFileSync(join(dataDir, 'postmaster.pid'), `${process.pid}\n${dataDir}\n`);
  const second = await start();
  expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('a second program on the same data is refused and does the first no harm', async () => {
  const first = await start();
  await expect(start()).rejects.toMatchObject({ code: 'EMBEDDED.IN_USE' });
  expect(await query(first.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('a port that is taken is an error that says so', async () => {
  const { port } = await start();
  await expect(start({ dataDir: join(home, 'other'), port })).rejects.toThrow('Address already in use');
});
