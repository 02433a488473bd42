import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runMigrations } from '@app/database';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@app/embedded';
import type { InputFile } from '../support/in-process-pipeline';
import { mrr } from '../cli/mrr';
import { backUpDatabase } from './backup';
import { Installation } from './installation';
import { buildServices, type ServiceName } from './service-process';
import { periodsWithIssues, sampleFiles, undisturbedRun } from './undisturbed-run';
import type { ExpectedFile } from './undisturbed-run';

const LONG_MS = 900_000;
const SERVICES: readonly ServiceName[] = ['ingest', 'report-scheduler', 'report-worker', 'distribution'];

let root: string;
let first: EmbeddedPostgres;
let restored: EmbeddedPostgres | undefined;
let world: Installation;
let files: InputFile[];
let expected: ExpectedFile[];
let periods: { from: Date; to: Date }[];

const start = (dataDir: string): Promise<EmbeddedPostgres> =>
  startEmbeddedPostgres({ dataDir, fast: true, replicated: true });
const startServices = (): Promise<unknown> => Promise.all(SERVICES.map((name) => world.start(name)));
const cli = (...args: string[]): ReturnType<typeof mrr> => mrr(args, root, world.commandEnvironment());

beforeAll(async () => {
  buildServices();
  root = mkdtempSync(join(tmpdir(), 'mrr-backup-'));
  files = sampleFiles();
  expected = await undisturbedRun(files);
  periods = periodsWithIssues(expected, 4);
  first = await start(join(root, 'first'));
  await runMigrations(first.url);
  world = await Installation.open({ DATABASE_URL: first.url });
  await startServices();
  for (const file of files) await world.upload(file);
  await world.loaded();
}, LONG_MS);

afterAll(async () => {
  await world.close();
  await first.stop();
  await restored?.stop();
  rmSync(root, { recursive: true, force: true });
}, LONG_MS);

test(
  'a backup of a running system goes on in another place with the right numbers, though the destination is ahead of it',
  async () => {
    await world.requestPeriod(periods[0] as { from: Date; to: Date });
    await world.settled();

    // The backup is taken in the middle of the next period: database first, then the archive.
    await world.requestPeriod(periods[1] as { from: Date; to: Date });
    await backUpDatabase(first.url, join(root, 'first'), join(root, 'second'));
    cpSync(join(world.home, 'archive'), join(root, 'archive'), { recursive: true });
    await world.requestPeriod(periods[2] as { from: Date; to: Date });
    await world.settled();
    const atDisaster = world.deliveredFiles();

    // Database and archive are lost, Redis too; the destination has all that was delivered.
    await world.stopAll();
    await first.kill9();
    rmSync(join(world.home, 'archive'), { recursive: true });
    cpSync(join(root, 'archive'), join(world.home, 'archive'), { recursive: true });
    restored = await start(join(root, 'second'));
    await world.moveTo(restored.url);

    // Whole in itself: every issue that the database knows has its file, and the chains are unbroken.
    expect(await cli('archive', 'check', '--deep')).toMatchObject({ exitCode: 0 });
    expect(await cli('audit', 'verify')).toMatchObject({ exitCode: 0 });
    // The destination is ahead, which is told, and noted so that no number is used for anything else.
    const ahead = await cli('destination', 'check', '--deep', '--json');
    expect(ahead.exitCode).toBe(1);
    const { findings } = JSON.parse(ahead.stdout) as { findings: { state: string }[] };
    expect(findings.length).toBeGreaterThan(0);
    expect(new Set(findings.map(({ state }) => state))).toEqual(new Set(['ahead']));
    expect(await cli('destination', 'check', '--deep', '--note')).toMatchObject({ exitCode: 0 });

    // The clock of creation times has moved on: what is built anew must still come to the names that are out.
    await startServices();
    for (const period of periods) await world.requestPeriod(period);
    await world.settled();
    expect(await world.query(`SELECT * FROM slot WHERE state = 'failed'`)).toEqual([]);
    const delivered = world.deliveredFiles();
    expect(delivered).toMatchObject(atDisaster);
    expect(numbersOf(delivered)).toEqual(numbersOf(byPath(expected)));
    expect(await cli('destination', 'check', '--deep')).toMatchObject({ exitCode: 0 });
    expect(await cli('archive', 'check', '--deep')).toMatchObject({ exitCode: 0 });
    expect(readdirSync(root)).toContain('second');
  },
  LONG_MS,
);

/** Of each series, in order: report, recipient, number. */
function numbersOf(delivered: Record<string, string>): string[] {
  return Object.keys(delivered)
    .map((path) => path.replace(/_\d{8}#\d{6}\.csv$/, ''))
    .sort();
}

function byPath(list: readonly ExpectedFile[]): Record<string, string> {
  return Object.fromEntries(list.map(({ path, sha256 }) => [path, sha256]));
}
