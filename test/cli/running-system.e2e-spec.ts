import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Mrr, mrr, temporaryFolder } from './mrr';
import { areGone, descendantsOf, eventually } from './processes';
import { generateSample, hashesBelow, PERIOD, REPRODUCIBLE } from './sample';

const folder = temporaryFolder();
const home = join(folder, 'home');
const SUPPLIER = '70-B3-D5-1F-30-00-A0-01';
const LONG_MS = 400_000;
let up: Mrr;

interface Register {
  readonly slots: readonly {
    readonly report: string;
    readonly outcome: string;
    readonly number: number | null;
  }[];
}

beforeAll(async () => {
  await generateSample(folder);
  up = new Mrr(['up', '--json'], folder, { ...REPRODUCIBLE, SCHEDULER_POLL_INTERVAL: '250ms' });
  await eventually('everything is up', () => up.stdout.includes('\n'));
}, LONG_MS);

test('the addresses of a started system answer', async () => {
  const { console: consoleUrl } = JSON.parse(up.stdout) as { console: string };
  const answer = await fetch(new URL('health/live', consoleUrl));
  expect(answer.status).toBe(200);
});

test('what holds secrets is for this user alone', () => {
  for (const name of ['up.json', 'secrets.json']) expect(statSync(join(home, name)).mode & 0o077).toBe(0);
});

test('a second system on the same home does not start', async () => {
  const { exitCode, stderr } = await mrr(['up'], folder);
  expect(stderr).toContain('is in use by process');
  expect(exitCode).toBe(1);
});

test(
  'files are loaded and a past period is run beside it, and each due slot is in the register',
  async () => {
    const apps = appsOf(up);
    const ingest = await mrr(['ingest', 'in', '--json'], folder);
    expect(ingest.exitCode).toBe(3);
    const before = await register();
    expect(new Set(before.map(({ outcome }) => outcome))).toEqual(new Set(['late']));

    const run = await mrr(['run', ...PERIOD, '--json'], folder);
    expect(run.exitCode).toBe(0);
    const after = await register();
    expect(after.map(({ outcome }) => outcome)).toEqual(
      after.map(({ number }) => (number === null ? 'nil' : 'issued')),
    );
    expect(after.length).toBeGreaterThanOrEqual(before.length);
    expect(appsOf(up)).toEqual(apps);

    const { issues } = JSON.parse(run.stdout) as { issues: number };
    const delivered = Object.keys(hashesBelow(join(home, 'delivered')));
    expect(delivered.length).toBeGreaterThanOrEqual(issues);
  },
  LONG_MS,
);

test('the register is also a table', async () => {
  const { stdout } = await mrr(['register', '--recipient', SUPPLIER, ...PERIOD], folder);
  const [titles = '', ...rows] = stdout.trimEnd().split('\n');
  expect(titles).toContain('report,slotTime,dueAt,cause,outcome,number');
  expect(rows).toHaveLength((await register()).length);
});

test(
  'asked to end, it stops everything, and the next command brings its own services for the same data',
  async () => {
    const started = descendantsOf(up.pid);
    const before = await register();
    up.signal('SIGTERM');
    expect((await up.ended()).exitCode).toBe(0);
    await eventually('everything is gone', () => areGone(started));
    expect(existsSync(join(home, 'up.json'))).toBe(false);
    expect(await register()).toEqual(before);
  },
  LONG_MS,
);

function appsOf(program: Mrr): number[] {
  const apps = descendantsOf(program.pid).filter(({ command }) => command.includes('/dist/apps/'));
  expect(apps).toHaveLength(5);
  return apps.map(({ pid }) => pid);
}

async function register(): Promise<Register['slots']> {
  const { stdout } = await mrr(['register', '--recipient', SUPPLIER, ...PERIOD, '--json'], folder);
  return (JSON.parse(stdout) as Register).slots;
}
