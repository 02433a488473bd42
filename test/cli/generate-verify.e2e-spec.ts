import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mrr, temporaryFolder } from './mrr';
import { generateSample, hashesBelow, SAMPLE } from './sample';

const folder = temporaryFolder();
const HEADER = '00,S1MIG-005,70-B3-D5-1F-30-00-A0-01';

test('the same options give the same bytes, another seed gives others', async () => {
  await generateSample(folder);
  await mrr(['generate', ...SAMPLE, '--out', 'again'], folder);
  await mrr(['generate', ...SAMPLE, '--seed', '12', '--out', 'other'], folder);
  const first = hashesBelow(join(folder, 'in'));
  expect(Object.keys(first).length).toBeGreaterThan(50);
  expect(hashesBelow(join(folder, 'again'))).toEqual(first);
  expect(hashesBelow(join(folder, 'other'))).not.toEqual(first);
});

test('one large file has as many installations as were asked for', async () => {
  const { stdout } = await mrr(
    ['generate', '--large-common-file', '500', '--out', 'large', '--json'],
    folder,
  );
  expect(JSON.parse(stdout)).toMatchObject({ files: 1 });
  const [name = ''] = Object.keys(hashesBelow(join(folder, 'large')));
  const text = readFileSync(join(folder, 'large', name), 'utf8');
  expect(text.match(/<Installation>/g)).toHaveLength(500);
});

test('a number that is missing in what was received fails the check', async () => {
  mkdirSync(join(folder, 'received', 'SUP001'), { recursive: true });
  const name = 'S1MIG-005_SUP001_70-B3-D5-1F-30-00-A0-01_000002_20200303#060000.csv';
  writeFileSync(join(folder, 'received', 'SUP001', name), `${HEADER}\r\n`);
  const { exitCode, stdout } = await mrr(['verify', 'received'], folder);
  expect(stdout).toContain('SEQUENCE_GAP');
  expect(exitCode).toBe(1);
});

test('an empty folder has nothing to object to', async () => {
  mkdirSync(join(folder, 'empty'));
  const { exitCode, stdout } = await mrr(['verify', 'empty', '--json'], folder);
  expect(JSON.parse(stdout)).toEqual({ files: 0, rows: 0, findings: [], series: [] });
  expect(exitCode).toBe(0);
});
