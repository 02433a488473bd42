import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Archive } from '../archive';
import { ArchiveFileMissingError } from '../archive-file-missing.error';
import { InvalidArchiveKeyError } from '../invalid-archive-key.error';
import { UploadTooLargeError } from '../upload-too-large.error';

export interface ArchiveHarness {
  archive: Archive;
  /** Keys of everything that is there, temporary files included, seen from behind the archive's back. */
  names(): Promise<string[]>;
  close(): Promise<void>;
}

const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');

/** The contract that every archive keeps. An archive's own tests add only what is special to it. */
export function describeArchive(name: string, makeHarness: () => Promise<ArchiveHarness>): void {
  describe(`${name} as an archive`, () => {
    let harness: ArchiveHarness;
    let archive: Archive;

    beforeEach(async () => {
      harness = await makeHarness();
      ({ archive } = harness);
    });
    afterEach(() => harness.close());

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
      expect(await harness.names()).toEqual(['a']);
    });

    it('replaces a file that a crashed build left behind', async () => {
      await archive.write('a', Readable.from(['old']));
      await archive.write('a', Readable.from(['new']));
      expect((await buffer(archive.read('a'))).toString()).toBe('new');
    });

    it('keeps an upload once, under its own hash', async () => {
      const content = Buffer.alloc(300_000, 'mrr');
      const first = await archive.storeUpload(Readable.from([content]), content.length);
      const second = await archive.storeUpload(Readable.from([content]), content.length);
      const key = `sources/${sha256(content).slice(0, 2)}/${sha256(content)}`;
      expect(first).toEqual({ key, bytes: content.length, sha256: sha256(content), alreadyThere: false });
      expect(second).toEqual({ ...first, alreadyThere: true });
      expect(await buffer(archive.read(key))).toEqual(content);
      expect(await harness.names()).toEqual([key]);
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
      expect(await harness.names()).toEqual([]);
    });

    it('keeps nothing of an upload that breaks off', async () => {
      const broken = new Readable({ read: () => undefined });
      broken.push('half');
      const storing = archive.storeUpload(broken, 100);
      broken.destroy(new Error('client went away'));
      await expect(storing).rejects.toThrow('client went away');
      expect(await harness.names()).toEqual([]);
    });

    it('lists the files of a folder, and removes one', async () => {
      for (const key of ['reports/a/1', 'reports/b', 'sources/c'])
        await archive.write(key, Readable.from(['xy']));
      const listed = async (): Promise<string[]> => {
        const found: string[] = [];
        for await (const { key, bytes } of archive.list('reports')) found.push(`${key} ${bytes}`);
        return found.sort();
      };
      expect(await listed()).toEqual(['reports/a/1 2', 'reports/b 2']);
      await archive.remove('reports/b');
      await archive.remove('reports/b');
      expect(await listed()).toEqual(['reports/a/1 2']);
    });

    it('says which file is missing', async () => {
      await expect(buffer(archive.read('not/here'))).rejects.toBeInstanceOf(ArchiveFileMissingError);
      expect(await archive.stat('not/here')).toBeNull();
    });

    it('refuses a key that leads out of the root, for every operation', async () => {
      await expect(archive.write('../a', Readable.from(['x']))).rejects.toBeInstanceOf(
        InvalidArchiveKeyError,
      );
      await expect(archive.stat('../a')).rejects.toBeInstanceOf(InvalidArchiveKeyError);
      expect(() => archive.read('../a')).toThrow(InvalidArchiveKeyError);
    });
  });
}
