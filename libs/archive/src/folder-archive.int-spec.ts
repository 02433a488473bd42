import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ArchiveFileMissingError } from './archive-file-missing.error';
import { writeDurably } from './durable-file';
import { FolderArchive } from './folder-archive';
import { InvalidArchiveKeyError } from './invalid-archive-key.error';
import { MeasuringStream } from './measuring-stream';
import { UploadTooLargeError } from './upload-too-large.error';

const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');

describe('FolderArchive', () => {
  let root: string;
  let archive: FolderArchive;

  const filesLeft = async () => {
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  };

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'archive-'));
    archive = new FolderArchive(root);
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('returns size and hash of what a stream wrote, and reads it back', async () => {
    const stored = await archive.write(
      'reports/7/a.csv',
      Readable.from([Buffer.from('one'), Buffer.from('two')]),
    );
    expect(stored).toEqual({ key: 'reports/7/a.csv', bytes: 6, sha256: sha256('onetwo') });
    expect((await buffer(archive.read('reports/7/a.csv'))).toString()).toBe('onetwo');
    expect(await archive.stat('reports/7/a.csv')).toMatchObject({ bytes: 6 });
  });

  it('takes the bytes of a producer, whether or not it ends the sink', async () => {
    const open = await archive.write('a', async (sink) => {
      sink.write('x');
      await Promise.resolve();
      sink.write('y');
    });
    const ended = await archive.write('b', (sink) => new Promise((done) => sink.end('xy', () => done())));
    expect([open.sha256, ended.sha256]).toEqual([sha256('xy'), sha256('xy')]);
  });

  it('keeps the old file, and no temporary one, when a producer fails halfway', async () => {
    await archive.write('a', Readable.from(['old']));
    const failing = archive.write('a', (sink) => {
      sink.write('half of the n');
      return Promise.reject(new Error('database gone'));
    });
    await expect(failing).rejects.toThrow('database gone');
    expect((await buffer(archive.read('a'))).toString()).toBe('old');
    expect(await filesLeft()).toEqual(['a']);
  });

  it('replaces a file that a crashed build left behind', async () => {
    await archive.write('a', Readable.from(['old']));
    await archive.write('a', Readable.from(['new']));
    expect((await buffer(archive.read('a'))).toString()).toBe('new');
  });

  it('does not wait for a producer whose sink cannot be written', async () => {
    const stuck = () => new Promise<void>(() => undefined);
    const writing = writeDurably(join(root, 'no-such-directory', 'a'), stuck, new MeasuringStream());
    await expect(writing).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('keeps an upload once, under its own hash', async () => {
    const content = Buffer.alloc(300_000, 'mrr');
    const first = await archive.storeUpload(Readable.from([content]), content.length);
    const second = await archive.storeUpload(Readable.from([content]), content.length);
    const key = `sources/${sha256(content).slice(0, 2)}/${sha256(content)}`;
    expect(first).toEqual({ key, bytes: content.length, sha256: sha256(content), alreadyThere: false });
    expect(second).toEqual({ ...first, alreadyThere: true });
    expect(await readFile(join(root, key))).toEqual(content);
    expect(await filesLeft()).toEqual([sha256(content)]);
  });

  it('stops reading an upload one byte above the limit and keeps nothing', async () => {
    let read = 0;
    const endless = Readable.from(
      (function* () {
        for (;;) {
          read += 1000;
          yield Buffer.alloc(1000);
        }
      })(),
    );
    await expect(archive.storeUpload(endless, 9_999)).rejects.toBeInstanceOf(UploadTooLargeError);
    expect(read).toBeLessThan(1_000_000);
    expect(await filesLeft()).toEqual([]);
  });

  it('keeps nothing of an upload that breaks off', async () => {
    const broken = new Readable({ read: () => undefined });
    broken.push('half');
    const storing = archive.storeUpload(broken, 100);
    broken.destroy(new Error('client went away'));
    await expect(storing).rejects.toThrow('client went away');
    expect(await filesLeft()).toEqual([]);
  });

  it('says which file is missing', async () => {
    await expect(buffer(archive.read('not/here'))).rejects.toBeInstanceOf(ArchiveFileMissingError);
    expect(await archive.stat('not/here')).toBeNull();
  });

  it('refuses a key that leads out of the root, for every operation', async () => {
    await expect(archive.write('../a', Readable.from(['x']))).rejects.toBeInstanceOf(InvalidArchiveKeyError);
    await expect(archive.stat('../a')).rejects.toBeInstanceOf(InvalidArchiveKeyError);
    expect(() => archive.read('../a')).toThrow(InvalidArchiveKeyError);
  });

  it('removes old temporary files only', async () => {
    await archive.write('reports/a', Readable.from(['x']));
    const old = new Date(Date.now() - 7_200_000);
    for (const name of ['.tmp-old', '.tmp-new']) await writeFile(join(root, 'reports', name), '');
    await utimes(join(root, 'reports', '.tmp-old'), old, old);
    await utimes(join(root, 'reports', 'a'), old, old);
    expect(await archive.removeOrphanTemps(3_600_000)).toBe(1);
    expect((await filesLeft()).sort()).toEqual(['.tmp-new', 'a']);
  });

  it('has no orphans before the first write', async () => {
    expect(await new FolderArchive(join(root, 'none')).removeOrphanTemps(0)).toBe(0);
  });
});
