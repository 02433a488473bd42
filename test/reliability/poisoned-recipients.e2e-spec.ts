import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@app/testing';
import type { InputFile } from '../support/in-process-pipeline';
import { Installation } from './installation';
import { buildServices, DEADLINE_MS } from './service-process';
import { sampleFiles, undisturbedRun } from './undisturbed-run';
import type { ExpectedFile } from './undisturbed-run';

const LONG_MS = 600_000;
/** A later snapshot of the organisations, which rules from then on. */
const LATER = { day: '20200305', time: '120000' };

let world: Installation;
let expected: ExpectedFile[];
let blockedFolder: string;
/** User ids of the sample's recipients, and the one whose row is bad. */
let recipients: string[];
let leftOut: string;

/** The last supplier's row names a role that there is not. */
function organisationsWithBadRow(files: readonly InputFile[]): InputFile {
  const organisations = files.find(({ path }) => /(^|\/)ORG_/.test(path));
  if (!organisations) throw new Error('The sample has no organisations');
  const [header = '', ...rows] = organisations.bytes.toString().trimEnd().split(/\r?\n/);
  const bad = rows.findLastIndex((row) => row.includes(',SUPPLIER,'));
  recipients = rows.flatMap((row) => /,(?:SUPPLIER|DNO),([^,]+)/.exec(row)?.[1] ?? []);
  leftOut = /,SUPPLIER,([^,]+)/.exec(rows[bad] ?? '')?.[1] ?? '';
  const content = [
    header.replace(/\d{8}T\d{6}/, `${LATER.day}T${LATER.time}`),
    ...rows.map((row, index) => (index === bad ? row.replace(',SUPPLIER,', ',SUPPLYER,') : row)),
  ];
  const path = organisations.path.replace(/ORG_\d{8}_\d{6}/, `ORG_${LATER.day}_${LATER.time}`);
  return { path, bytes: Buffer.from(`${content.join('\n')}\n`) };
}

beforeAll(async () => {
  buildServices();
  const sample = sampleFiles();
  const files = [...sample, organisationsWithBadRow(sample)];
  expected = await undisturbedRun(files);
  world = await Installation.open();
  await Promise.all([world.start('ingest'), world.start('report-scheduler')]);
  for (const file of files) await world.upload(file);
  await world.loaded();
}, LONG_MS);
afterAll(() => world.close(), LONG_MS);

test('a row of master data that cannot be read is set aside, and its recipient alone is left out', async () => {
  const problems = await world.query<{ field: string; severity: string }>(
    `SELECT p.field, p.severity FROM source_file_problem p JOIN source_file f ON f.id = p.source_file_id
      WHERE f.name LIKE 'ORG\\_${LATER.day}%'`,
  );
  expect(problems).toEqual([{ field: 'Role', severity: 'set-aside' }]);
  const known = await world.query<{ user_id: string }>('SELECT user_id FROM recipient');
  expect(known.map(({ user_id }) => user_id).toSorted()).toEqual(
    recipients.filter((userId) => userId !== leftOut).toSorted(),
  );
});

test(
  'a recipient whose folder cannot be written to holds up no report of the others',
  async () => {
    const folders = [...new Set(expected.map(({ path }) => path.slice(0, path.indexOf('/'))))];
    const reportsOf = (folder: string): ExpectedFile[] =>
      expected.filter(({ path }) => path.startsWith(`${folder}/`));
    expect(folders.length).toBeGreaterThan(2);
    blockedFolder =
      folders.toSorted((one, other) => reportsOf(other).length - reportsOf(one).length)[0] ?? '';
    mkdirSync(world.delivered, { recursive: true });
    writeFileSync(join(world.delivered, blockedFolder), 'a file is no folder');
    await Promise.all([world.start('report-worker'), world.start('distribution')]);
    await world.requestAll();
    const ofOthers = expected.filter(({ path }) => !path.startsWith(`${blockedFolder}/`));
    await eventually(
      'all reports of the others are delivered',
      async () => {
        const delivered = await world.query(
          `SELECT 1 FROM issue i JOIN slot s ON s.id = i.slot_id WHERE s.state = 'delivered' AND i.folder <> $1`,
          [blockedFolder],
        );
        return delivered.length === ofOthers.length;
      },
      DEADLINE_MS,
    );
    const delivered = world.deliveredFiles();
    expect(ofOthers.filter(({ path, sha256 }) => delivered[path] !== sha256)).toEqual([]);
    const states = await world.query<{ state: string }>(
      `SELECT DISTINCT s.state FROM slot s JOIN issue i ON i.slot_id = s.id WHERE i.folder = $1`,
      [blockedFolder],
    );
    expect(states.map(({ state }) => state)).not.toContain('delivered');
  },
  LONG_MS,
);
