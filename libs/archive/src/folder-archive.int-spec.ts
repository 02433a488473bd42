import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { Readable } from 'node:stream';
import { writeDurably } from './durable-file';
import { FolderArchive } from './folder-archive';
import { MeasuringStream } from './measuring-stream';
import { describeArchive } from './testing/describe-archive';

async function filesBelow(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

describeArchive('FolderArchive', async () => {
  const root = await mkdtemp(join(tmpdir(), 'archive-'));
  return {
    archive: new FolderArchive(root),
    names: () => filesBelow(root),
    close: () => rm(root, { recursive: true, force: true }),
  };
});

describe('FolderArchive', () => {
  let root: string;
  let archive: FolderArchive;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'archive-'));
    archive = new FolderArchive(root);
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('does not wait for a producer whose sink cannot be written', async () => {
    const stuck = () => new Promise<void>(() => undefined);
    const writing = writeDurably(join(root, 'no-such-directory', 'a'), stuck, new MeasuringStream());
    await expect(writing).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('removes old temporary files only', async () => {
    await archive.write('reports/a', Readable.from(['x']));
    const old = new Date(Date.now() - 7_200_000);
    for (const name of ['.tmp-old', '.tmp-new']) await writeFile(join(root, 'reports', name), '');
    await utimes(join(root, 'reports', '.tmp-old'), old, old);
    await utimes(join(root, 'reports', 'a'), old, old);
    expect(await archive.removeOrphanTemps(3_600_000)).toBe(1);
    expect((await filesBelow(root)).sort()).toEqual(['reports/.tmp-new', 'reports/a']);
  });

  it('has no orphans before the first write', async () => {
    expect(await new FolderArchive(join(root, 'none')).removeOrphanTemps(0)).toBe(0);
  });
});
