import { spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompiledLibrary, survivors } from '../test/other-program';

/** Both services start several times here, on a machine that may be busy. */
jest.setTimeout(180_000);

const redisCacheDir = join(__dirname, '..', '..', '..', '.mrr', 'redis');
const NOBODY = { uid: 65534, gid: 65534 };

const library = CompiledLibrary.build();
const parent = mkdtempSync(join(tmpdir(), 'mrr-services-'));
let homes = 0;

function freshHome(): string {
  return join(parent, String(++homes));
}

function starting(home: string): string {
  const options = JSON.stringify({ home, redisCacheDir, fast: true });
  return `const services = await embedded.startEmbeddedServices(${options});
          say([services.databaseUrl, services.redisUrl, process.cwd()]);`;
}

const URLS = [expect.stringMatching(/^postgresql:/), expect.stringMatching(/^redis:/)];

afterAll(() => {
  library.remove();
  rmSync(parent, { recursive: true });
});

test('a program that is killed leaves no process behind', async () => {
  const program = library.run(`${starting(freshHome())} await forever();`);
  expect(await program.hears()).toEqual([...URLS, expect.anything()]);
  const started = program.descendants();
  expect(started.length).toBeGreaterThanOrEqual(3); // watchdog, postmaster and Redis at least
  await program.kill9();
  expect(await survivors(started, 10_000)).toEqual([]);
});

test('a program that is killed while its database is working leaves no process behind', async () => {
  const program = library.run(`${starting(freshHome())}
    const { Client } = require('pg');
    const client = new Client({ connectionString: services.databaseUrl });
    client.on('error', () => undefined);
    await client.connect();
    client.query('select pg_backend_pid()').then(({ rows }) => say(rows[0].pg_backend_pid));
    void client.query('select count(*) from generate_series(1, 1e12)').catch(() => undefined);
    const watcher = new Client({ connectionString: services.databaseUrl });
    watcher.on('error', () => undefined);
    await watcher.connect();
    const atWork = "select 1 from pg_stat_activity where state = 'active' and query like '%1e12%' and pid <> pg_backend_pid()";
    while ((await watcher.query(atWork)).rowCount === 0);
    say('working');
    await forever();`);
  await program.hears();
  const backend = await program.hears<number>();
  expect(await program.hears()).toBe('working');
  const started = program.descendants();
  expect(started).toContain(backend);
  await program.kill9();
  expect(await survivors(started, 20_000)).toEqual([]);
});

test('a program that is killed while it sets up the database leaves no process and no half database', async () => {
  const home = freshHome();
  const program = library.run(`say('starting'); ${starting(home)}`);
  await program.hears();
  const started = await program.descendantsOnce((command) => command.includes('initdb'));
  await program.kill9();
  expect(await survivors(started, 20_000)).toEqual([]);
  const next = library.run(`${starting(home)} await services.stop();`);
  expect(await next.hears()).toEqual([...URLS, expect.anything()]);
  expect(await next.exited).toBe(0);
});

test('what a program and its watchdog have left behind is ended by the next start', async () => {
  const home = freshHome();
  const program = library.run(`${starting(home)} await forever();`);
  await program.hears();
  const [watchdog, ...services] = program.descendants();
  process.kill(Number(watchdog), 'SIGSTOP'); // so that it does not notice
  await program.kill9();
  process.kill(Number(watchdog), 'SIGKILL');
  const next = library.run(`${starting(home)} await services.stop(); say('stopped');`);
  expect(await next.hears()).toEqual([...URLS, expect.anything()]);
  expect(await survivors(services, 0)).toEqual([]);
  expect(await next.hears()).toBe('stopped');
  expect(await next.exited).toBe(0);
});

test('it works from any folder', async () => {
  const program = library.run(`${starting(freshHome())} await services.stop();`, { cwd: '/' });
  expect(await program.hears()).toEqual([...URLS, '/']);
  expect(await program.exited).toBe(0);
});

const asRoot = process.getuid?.() === 0;

const startsAsOrdinaryUser = async (): Promise<void> => {
  const home = freshHome();
  mkdirSync(home);
  chownSync(parent, NOBODY.uid, NOBODY.gid);
  chownSync(home, NOBODY.uid, NOBODY.gid);
  const program = library.run(
    `${starting(home)} say(process.getuid()); await services.stop();`,
    asRoot ? NOBODY : {},
  );
  expect(await program.hears()).toEqual([...URLS, expect.anything()]);
  expect(await program.hears()).toBe(asRoot ? NOBODY.uid : process.getuid?.());
  expect(await program.exited).toBe(0);
};

if (asRoot && !mayRead(NOBODY)) {
  process.stdout.write(
    `Skipped: an ordinary user cannot read ${__dirname}, so it cannot start anything there\n`,
  );
  test.skip('it works for an ordinary user: none may read this folder', startsAsOrdinaryUser);
} else {
  test('it works for an ordinary user', startsAsOrdinaryUser);
}

function mayRead(user: typeof NOBODY): boolean {
  const look = ['-e', `require('node:fs').accessSync(${JSON.stringify(__filename)}, 4)`];
  return spawnSync(process.execPath, look, { ...user, cwd: '/', stdio: 'ignore' }).status === 0;
}
