import { readFileSync } from 'node:fs';
import type { InputFile } from '../support/in-process-pipeline';
import { Installation } from './installation';
import { buildServices, type ServiceName } from './service-process';
import { periodsWithIssues, sampleFiles, undisturbedRun } from './undisturbed-run';
import type { ExpectedFile } from './undisturbed-run';

const LONG_MS = 600_000;
const DRAIN_MS = 5_000;
/** What a stopping process takes at most beyond SHUTDOWN_DRAIN_TIMEOUT. */
const MOST_AFTER_DRAIN_MS = 10_000;
/** For the machine, which may be busy. */
const SLACK_MS = 30_000;
const BOUND_MS = DRAIN_MS + MOST_AFTER_DRAIN_MS + SLACK_MS;

const SERVICES: readonly ServiceName[] = [
  'report-worker',
  'distribution',
  'report-scheduler',
  'ingest',
  'operations',
];

let world: Installation;
let files: InputFile[];
let expected: ExpectedFile[];

beforeAll(async () => {
  buildServices();
  files = sampleFiles();
  expected = await undisturbedRun(files);
  world = await Installation.open({ SHUTDOWN_DRAIN_TIMEOUT: `${DRAIN_MS}ms` });
  await Promise.all(SERVICES.map((name) => world.start(name)));
  for (const file of files) await world.upload(file);
  await world.loaded();
}, LONG_MS);
afterAll(() => world.close(), LONG_MS);

/** No run of any job has failed or been tried a second time. */
function attemptsUsed(): string[] {
  return SERVICES.flatMap((name) => readFileSync(world.logOf(name), 'utf8').split('\n')).filter((line) =>
    /"outcome":"(retry|failed)"|attempt [2-9] of/.test(line),
  );
}

test(
  'a worker that cannot finish its build ends within the bound and hands it back, which uses no attempt',
  async () => {
    const [first] = periodsWithIssues(expected, 3);
    const armed = await world.start('report-worker', 'build.after-claim=delay:600000ms');
    await world.requestPeriod(first as { from: Date; to: Date });
    await world.saysInLog('report-worker', 'failpoint build.after-claim');
    const askedAt = Date.now();
    await armed.kill('SIGTERM');
    expect(Date.now() - askedAt).toBeLessThan(BOUND_MS);
    const [slot] = await world.query(`SELECT count(*)::int AS failed FROM slot WHERE state = 'failed'`);
    expect(slot).toEqual({ failed: 0 });
    await world.start('report-worker');
    await world.settled();
    expect(attemptsUsed()).toEqual([]);
  },
  LONG_MS,
);

test(
  'a rolling restart of every service under load fails no slot, repeats nothing and loses nothing',
  async () => {
    for (const period of periodsWithIssues(expected, 3)) await world.requestPeriod(period);
    const uploading = world.uploadAgainAndAgain(files);
    for (const name of SERVICES) {
      const { end, afterMs, lastWords } = await world.replace(name);
      if (end !== 'SIGTERM') throw new Error(`${name} was cut off (${end}):\n${lastWords}`);
      expect(afterMs).toBeLessThan(BOUND_MS);
    }
    await uploading.stop();
    await world.settled();
    expect(world.deliveredFiles()).toEqual(
      Object.fromEntries(expected.map(({ path, sha256 }) => [path, sha256])),
    );
    expect(await world.query('SELECT * FROM slot_failure')).toEqual([]);
    expect(attemptsUsed()).toEqual([]);
  },
  LONG_MS,
);
