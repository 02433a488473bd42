import { mkdtempSync, readFileSync, rmSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { describeProcess, processesWorkingIn } from '../process-inspection';
import { type EmbeddedRedis, type EmbeddedRedisOptions, startEmbeddedRedis } from './start-embedded-redis';

/** The first start on a machine may fetch the server. */
jest.setTimeout(180_000);

const home = mkdtempSync(join(tmpdir(), 'mrr-redis test-')); // with a space, as a user's folder may have
const dir = join(home, 'data');
const cacheDir = join(__dirname, '..', '..', '..', '..', '.mrr', 'redis');
const running = new Set<EmbeddedRedis>();

async function start(options: Partial<EmbeddedRedisOptions> = {}): Promise<EmbeddedRedis> {
  const redis = await startEmbeddedRedis({ dir, cacheDir, ...options });
  if (redis === undefined) throw new Error('no Redis can be had on this machine');
  running.add(redis);
  return redis;
}

async function ask<T>(url: string, question: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(url, { maxRetriesPerRequest: 0, lazyConnect: true });
  client.on('error', () => undefined);
  try {
    return await question(client);
  } finally {
    client.disconnect();
  }
}

afterEach(async () => {
  await Promise.all([...running].map((redis) => redis.kill9()));
  running.clear();
});

afterAll(() => rmSync(home, { recursive: true }));

test('it answers, keeps its data over a stop, and leaves no process', async () => {
  const first = await start();
  expect(await ask(first.url, (client) => client.ping())).toBe('PONG');
  await ask(first.url, (client) => client.set('kept', 'yes'));
  await first.stop();
  expect(describeProcess(first.pid)).toBeUndefined();

  const second = await start();
  expect(await ask(second.url, (client) => client.get('kept'))).toBe('yes');
  await second.kill9();
  expect(processesWorkingIn(dir)).toEqual([]);
});

test('it never evicts a job', async () => {
  const { url } = await start({ fast: true });
  const setting = await ask(url, (client) => client.config('GET', 'maxmemory-policy'));
  expect(setting).toEqual(['maxmemory-policy', 'noeviction']);
});

test('only who knows the password gets in, and the command line does not tell it', async () => {
  const { url, port, pid } = await start({ fast: true });
  await expect(ask(`redis://127.0.0.1:${port}`, (client) => client.get('x'))).rejects.toThrow('NOAUTH');
  expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).not.toContain(new URL(url).password);
});

test('a second program on the same data is refused and does the first no harm', async () => {
  const first = await start();
  await expect(start()).rejects.toMatchObject({ code: 'EMBEDDED.IN_USE' });
  expect(await ask(first.url, (client) => client.ping())).toBe('PONG');
});

test('a server on PATH comes first, unless it does not run', async () => {
  const programs = join(home, 'programs');
  mkdirSync(programs);
  const chosen = join(home, 'chosen');
  const wrapper = (name: string, script: string): void =>
    writeFileSync(join(programs, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  wrapper('redis-server', 'exit 1');
  wrapper('valkey-server', `touch '${chosen}'; . '${join(home, 'environment')}'; exec "$SERVER" "$@"`);
  const triplets = ['usr/lib/x86_64-linux-gnu', 'usr/lib/aarch64-linux-gnu'].map((path) =>
    join(cacheDir, path),
  );
  writeFileSync(
    join(home, 'environment'),
    `SERVER='${join(cacheDir, 'usr/bin/redis-server')}'; export LD_LIBRARY_PATH='${triplets.join(':')}'`,
  );
  await start({ fast: true, searchPath: programs });
  expect(readFileSync(chosen, 'utf8')).toBe('');
});

test('where there is neither a server nor a package archive, there is no Redis and the log says why', async () => {
  const path = process.env['PATH'];
  const lines: string[] = [];
  process.env['PATH'] = join(home, 'nothing');
  try {
    const options = { dir, cacheDir: join(home, 'no-cache'), log: (line: string) => void lines.push(line) };
    expect(await startEmbeddedRedis(options)).toBeUndefined();
  } finally {
    process.env['PATH'] = path;
  }
  expect(lines).toEqual([expect.stringContaining('no apt-get and dpkg')]);
});
