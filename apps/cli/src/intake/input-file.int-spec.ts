import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inputFilesBelow } from './input-file';

let root: string;
let folder: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mrr-input-'));
  folder = join(root, 'in');
  mkdirSync(folder);
});

afterEach(() => rmSync(root, { recursive: true }));

async function pathsOf(): Promise<string[]> {
  return (await inputFilesBelow(folder)).map(({ path }) => path);
}

function write(path: string | Buffer, content = ''): void {
  writeFileSync(path, content);
}

test('files come in the order of code points, not of UTF-16 units or of a locale', async () => {
  mkdirSync(join(folder, 'b'));
  for (const name of ['b/z', 'a', 'B', 'é', '\u{1F600}', '\uFF5E', 'b-']) write(join(folder, name));
  expect(await pathsOf()).toEqual(['B', 'a', 'b-', 'b/z', 'é', '\uFF5E', '\u{1F600}']);
});

test('files whose names begin with a dot are ignored, folders are not', async () => {
  mkdirSync(join(folder, '.late'));
  for (const name of ['.hidden', '.late/.hidden', '.late/seen']) write(join(folder, name));
  expect(await pathsOf()).toEqual(['.late/seen']);
});

test('a link is followed within the folder only', async () => {
  write(join(folder, 'file'), 'content');
  write(join(root, 'outside'), 'not ours');
  symlinkSync('file', join(folder, 'inward'));
  symlinkSync(join('..', 'outside'), join(folder, 'outward'));
  symlinkSync('nowhere', join(folder, 'broken'));
  symlinkSync('.', join(folder, 'loop'));
  expect((await inputFilesBelow(folder)).map(({ path, bytes }) => [path, bytes])).toEqual([
    ['file', 7],
    ['inward', 7],
  ]);
});

test('a name that is no UTF-8 is not passed over', async () => {
  write(Buffer.concat([Buffer.from(`${folder}/MCF_`), Buffer.from([0xe9]), Buffer.from('.xml')]));
  expect(await pathsOf()).toEqual(['MCF_\uFFFD.xml']);
});
