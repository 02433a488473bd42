import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataSourceOptions, verifyIssueChains, verifyOperatorActions } from '@app/database';
import { FAILPOINT_NAMES, type FailpointName } from '@app/failpoints';
import { parseReportFileName } from '@app/mrr';
import { eventually } from '@app/testing';
import { DataSource } from 'typeorm';
import type { InputFile } from '../support/in-process-pipeline';
import { Installation } from './installation';
import { buildServices, DEADLINE_MS } from './service-process';
import { sampleFiles, undisturbedRun } from './undisturbed-run';
import type { ExpectedFile } from './undisturbed-run';
import type { ServiceProcess } from './service-process';

/** Fifty starts of real processes: a minute or two on an idle machine, half an hour on a crowded one. */
const LONG_MS = 1_800_000;

/** The points of each process, in an order in which each still finds work when those before it have been hit. */
const INGEST: readonly FailpointName[] = [
  'receive.after-archive',
  'receive.after-row',
  'receive.after-ring',
  'archive.mid-write',
  'archive.before-rename',
  'archive.after-rename',
  'load.after-accept',
  'load.mid-copy',
  'load.before-commit',
  'load.after-commit',
];
const SCHEDULER: readonly FailpointName[] = [
  'plan.mid-calendar',
  'plan.mid-responses',
  'plan.before-progress',
  'ring.before-enqueue',
  'ring.after-enqueue',
];
const WORKER: readonly FailpointName[] = [
  'build.after-start',
  'build.after-lock',
  'build.after-claim',
  'build.mid-copy',
  'archive.mid-write',
  'archive.before-rename',
  'archive.after-rename',
  'build.after-file',
  'build.after-number',
  'build.before-commit',
  'build.after-commit',
  'build.after-ring',
];
const DISTRIBUTION: readonly FailpointName[] = [
  'deliver.before-upload',
  'deliver.mid-upload',
  'deliver.after-upload',
  'deliver.after-read-back',
  'deliver.after-delivered',
];
/** Each is armed while the call that hit the one before is repeated, so neighbours belong to different calls. */
const OPERATIONS = [
  'reissue.before-commit',
  'release.after-note',
  'reissue.after-commit',
  'requeue.after-restore',
  'release.after-upload',
  'requeue.before-commit',
  'resubmit.after-commit',
  'requeue.after-commit',
] as const satisfies readonly FailpointName[];

let world: Installation;
let files: InputFile[];
let expected: ExpectedFile[];

beforeAll(async () => {
  buildServices();
  files = sampleFiles();
  expected = await undisturbedRun(files);
  world = await Installation.open({
    INGEST_CONCURRENCY: '1',
    REPORT_CONCURRENCY: '1',
    DISTRIBUTION_CONCURRENCY: '1',
  });
  await world.start('report-scheduler'); // also for files that were noted and not rung for
}, LONG_MS);
afterAll(() => world.close(), LONG_MS);

test('each point that there is is hit here', () => {
  const hit = new Set<FailpointName>([...INGEST, ...SCHEDULER, ...WORKER, ...DISTRIBUTION, ...OPERATIONS]);
  expect(FAILPOINT_NAMES.filter((name) => !hit.has(name))).toEqual([]);
});

test(
  'an ingest that is killed at each of its points loses no file and loads none twice',
  async () => {
    const [uploaded, dropped] = [0, 1].map((rest) => files.filter((_file, index) => index % 2 === rest));
    dropped?.forEach((file) => world.drop(file));
    const uploading = world.uploadAll(uploaded ?? []);
    await world.killAtEach('ingest', INGEST, 2);
    await uploading;
    const paths = files.map(({ path }) => path);
    // A file that came twice is a duplicate the second time.
    const loadedOnce = `SELECT path FROM source_file WHERE path = ANY ($1) GROUP BY path
       HAVING count(*) FILTER (WHERE state = 'accepted') = 1 AND count(*) FILTER (WHERE state = 'received') = 0`;
    await eventually(
      'every file is loaded',
      async () => (await world.query(loadedOnce, [paths])).length === paths.length,
      DEADLINE_MS,
    );
    expect(await world.query(`SELECT path FROM source_file WHERE state = 'rejected'`)).toEqual([]);
  },
  LONG_MS,
);

test(
  'scheduler, worker and distribution that are killed at each of their points change nothing in what is delivered',
  async () => {
    await world.requestAll();
    await Promise.all([
      world.killAtEach('report-scheduler', SCHEDULER, 1),
      world.killAtEach('report-worker', WORKER, 2),
    ]);
    await world.killAtEach('distribution', DISTRIBUTION, 2); // which had nothing to do as long as no build came to its end
    await world.settled();
    expect(world.deliveredFiles()).toEqual(byPath(expected));
    expect(await world.query(`SELECT id FROM slot WHERE state = 'failed'`)).toEqual([]);
  },
  LONG_MS,
);

describe('killed in the middle of what an operator wants, operations does it whole or not at all', () => {
  const reason = 'a test';
  let armed: ServiceProcess;

  beforeAll(async () => {
    armed = await world.start('operations', `${OPERATIONS[0]}=kill`);
  }, LONG_MS);

  /** Of a report with a ledger, and not re-issued yet. */
  async function someIssue(): Promise<{ id: string; folder: string; file_name: string; sha256: string }> {
    const [issue] = await world.query<{ id: string; folder: string; file_name: string; sha256: string }>(
      `SELECT i.* FROM issue i JOIN slot s ON s.id = i.slot_id
        WHERE i.report_id = 'S1MIG-001' AND s.reissues_issue_id IS NULL
          AND NOT EXISTS (SELECT 1 FROM slot a WHERE a.reissues_issue_id = i.id) ORDER BY i.id LIMIT 1`,
    );
    if (!issue) throw new Error('The sample has too few issues');
    return issue;
  }

  /** Waits until the point is hit, and starts the service again, armed with the next one. */
  async function killedAt(point: (typeof OPERATIONS)[number]): Promise<void> {
    await world.killed(armed);
    const next = OPERATIONS[OPERATIONS.indexOf(point) + 1];
    armed = await world.start('operations', next && `${next}=kill`);
  }

  /** Calls a service that kills itself on the way, starts it again, and repeats the call, as an operator does. */
  async function callTwice(point: (typeof OPERATIONS)[number], path: string, body: object): Promise<void> {
    expect(await world.call(path, body)).toBeNull();
    await killedAt(point);
    await world.call(path, body);
  }

  async function isToldAgainOnce(point: 'reissue.before-commit' | 'reissue.after-commit'): Promise<void> {
    const issue = await someIssue();
    await callTwice(point, `issues/${issue.id}/reissue`, { reason });
    await world.settled();
    const again = await world.query<{ state: string; folder: string; file_name: string }>(
      `SELECT s.state, i.folder, i.file_name FROM slot s JOIN issue i ON i.slot_id = s.id WHERE s.reissues_issue_id = $1`,
      [issue.id],
    );
    expect(again).toMatchObject([{ state: 'delivered' }]);
    expect(again.map(detailOf)).toEqual([detailOf(issue)]);
  }

  async function isRequeuedOnce(
    point: 'requeue.after-restore' | 'requeue.before-commit' | 'requeue.after-commit',
  ): Promise<void> {
    const issue = await someIssue();
    const slotId = await failedReissue(issue);
    await callTwice(point, 'slots/requeue', { ids: [slotId], reason, rebuild: true });
    await world.settled();
    expect(await world.query(`SELECT state FROM slot WHERE id = $1`, [slotId])).toEqual([
      { state: 'delivered' },
    ]);
  }

  async function isReleasedOnce(
    point: 'release.after-note' | 'release.after-upload',
    requester: 'panel' | 'authority',
    folder: string,
  ): Promise<void> {
    const issue = await someIssue();
    await callTwice(point, 'releases', { issueIds: [issue.id], requester, reason });
    const released = Object.entries(world.deliveredFiles()).filter(([path]) => path.startsWith(`${folder}/`));
    expect(released).toEqual([[`${folder}/${issue.file_name}`, issue.sha256]]);
    const releases = await world.query(
      'SELECT delivered_at IS NOT NULL AS arrived FROM release WHERE requester = $1',
      [requester],
    );
    expect(releases).toEqual([{ arrived: true }]);
  }

  async function isLookedAtAgain(): Promise<void> {
    await world.upload({ path: 'nonsense.csv', bytes: Buffer.from('nonsense') });
    const states = (): Promise<{ id: string; state: string }[]> =>
      world.query(`SELECT id, state FROM source_file WHERE path = 'nonsense.csv' ORDER BY id`);
    await eventually('it is rejected', async () => (await states())[0]?.state === 'rejected', DEADLINE_MS);
    const [{ id } = { id: '' }] = await states();
    expect(await world.call(`source-files/${id}/resubmit`, { reason })).toBeNull();
    await killedAt('resubmit.after-commit');
    await eventually(
      'it is rejected again',
      async () => (await states())[1]?.state === 'rejected',
      DEADLINE_MS,
    );
    expect(await states()).toHaveLength(2);
  }

  const TRIALS: Readonly<Record<(typeof OPERATIONS)[number], () => Promise<void>>> = {
    'reissue.before-commit': () => isToldAgainOnce('reissue.before-commit'),
    'release.after-note': () => isReleasedOnce('release.after-note', 'panel', 'SEC Panel'),
    'reissue.after-commit': () => isToldAgainOnce('reissue.after-commit'),
    'requeue.after-restore': () => isRequeuedOnce('requeue.after-restore'),
    'release.after-upload': () => isReleasedOnce('release.after-upload', 'authority', 'Authority'),
    'requeue.before-commit': () => isRequeuedOnce('requeue.before-commit'),
    'resubmit.after-commit': isLookedAtAgain,
    'requeue.after-commit': () => isRequeuedOnce('requeue.after-commit'),
  };
  test.each(OPERATIONS)('at %s', (point) => TRIALS[point](), LONG_MS);

  test('numbers are gapless, and the chains of issues and of the audit log are whole', async () => {
    const series = new Map<string, number[]>();
    for (const path of Object.keys(world.deliveredFiles())) {
      if (/^(SEC Panel|Authority)\//.test(path)) continue;
      const name = parseReportFileName(path.slice(path.lastIndexOf('/') + 1));
      if (name === null) throw new Error(`${path} is no report`);
      const key = `${name.report} ${name.userId}`;
      series.set(key, [...(series.get(key) ?? []), name.sequence]);
    }
    for (const numbers of series.values()) {
      expect(numbers.sort((one, other) => one - other)).toEqual(numbers.map((_number, index) => index + 1));
    }
    const dataSource = new DataSource(
      dataSourceOptions({ url: world.databaseUrl, poolSize: 1, applicationName: 'kill-points' }),
    );
    await dataSource.initialize();
    expect((await verifyIssueChains(dataSource)).broken).toEqual([]);
    expect(await verifyOperatorActions(dataSource)).not.toHaveProperty('brokenAt');
    await dataSource.destroy();
  });

  /** The re-issue of an issue whose folder cannot be written to for a while. */
  async function failedReissue({ id, folder }: { id: string; folder: string }): Promise<string> {
    const directory = join(world.delivered, folder);
    renameSync(directory, `${world.home}/aside`);
    writeFileSync(directory, 'a file is no folder');
    const answer = await world.call(`issues/${id}/reissue`, { reason });
    await world.settled();
    rmSync(directory);
    renameSync(`${world.home}/aside`, directory);
    if (!answer) throw new Error('Operations ended before it answered');
    return (answer.body as { slotId: string }).slotId;
  }

  function detailOf({ folder, file_name }: { folder: string; file_name: string }): string {
    const text = readFileSync(join(world.delivered, folder, file_name), 'utf8');
    return text.slice(text.indexOf('\r\n'));
  }
});

function byPath(list: readonly ExpectedFile[]): Record<string, string> {
  return Object.fromEntries(list.map(({ path, sha256 }) => [path, sha256]));
}
