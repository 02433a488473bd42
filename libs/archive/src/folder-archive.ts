import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { PassThrough, pipeline, type Readable } from 'node:stream';
import {
  Archive,
  type ArchivedFile,
  type ArchiveSource,
  type StoredFile,
  type StoredUpload,
} from './archive';
import { ArchiveFileMissingError } from './archive-file-missing.error';
import { assertArchiveKey } from './archive-key';
import { ensureDirectory, renameDurably, writeDurably } from './durable-file';
import { MeasuringStream } from './measuring-stream';
import { walkFiles } from './walk-files';

const TEMP_PREFIX = '.tmp-';
const UPLOADS = 'sources';

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

/** The archive in a directory of a local or network file system. */
export class FolderArchive extends Archive {
  /** @param root absolute path; created on the first write */
  constructor(private readonly root: string) {
    super();
  }

  async write(key: string, source: ArchiveSource): Promise<StoredFile> {
    const path = this.pathOf(key);
    return this.writeTemporary(dirname(path), source, new MeasuringStream(), async (temporary, meter) => {
      await renameDurably(temporary, path);
      return { key, bytes: meter.bytes, sha256: meter.sha256() };
    });
  }

  async storeUpload(upload: Readable, maxBytes: number): Promise<StoredUpload> {
    const meter = new MeasuringStream(maxBytes);
    return this.writeTemporary(join(this.root, UPLOADS), upload, meter, async (temporary) => {
      const sha256 = meter.sha256();
      const key = `${UPLOADS}/${sha256.slice(0, 2)}/${sha256}`;
      const stored = { key, bytes: meter.bytes, sha256 };
      if ((await this.stat(key))?.bytes === meter.bytes) return { ...stored, alreadyThere: true };
      await ensureDirectory(dirname(this.pathOf(key)));
      await renameDurably(temporary, this.pathOf(key));
      return { ...stored, alreadyThere: false };
    });
  }

  read(key: string): Readable {
    // Through a PassThrough, so that a missing file reaches the reader as our error and not as the system's.
    const output = new PassThrough();
    const file = createReadStream(this.pathOf(key), { highWaterMark: 256 * 1024 });
    file.once('error', (error) => {
      output.destroy(isMissing(error) ? new ArchiveFileMissingError(key, { cause: error }) : error);
    });
    pipeline(file, output, () => undefined);
    return output;
  }

  async stat(key: string): Promise<{ bytes: number; modifiedAt: Date } | null> {
    try {
      const found = await stat(this.pathOf(key));
      return { bytes: found.size, modifiedAt: found.mtime };
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async remove(key: string): Promise<void> {
    await rm(this.pathOf(key), { force: true });
  }

  async *list(folder: string): AsyncGenerator<ArchivedFile> {
    for await (const path of walkFiles(this.pathOf(folder))) {
      if (basename(path).startsWith(TEMP_PREFIX)) continue;
      const key = relative(this.root, path).split(sep).join('/');
      const found = await this.stat(key);
      if (found) yield { key, ...found };
    }
  }

  async removeOrphanTemps(olderThanMs: number): Promise<number> {
    const before = Date.now() - olderThanMs;
    let removed = 0;
    for await (const path of walkFiles(this.root)) {
      if (!basename(path).startsWith(TEMP_PREFIX)) continue;
      const found = await stat(path).catch(() => null); // its writer may have just finished
      if (!found || found.mtimeMs > before) continue;
      await rm(path, { force: true });
      removed += 1;
    }
    return removed;
  }

  private pathOf(key: string): string {
    assertArchiveKey(key);
    return join(this.root, key);
  }

  /** Whatever happens, the temporary file is gone afterwards; only a killed process leaves one behind. */
  private async writeTemporary<T>(
    directory: string,
    source: ArchiveSource,
    meter: MeasuringStream,
    publish: (temporary: string, meter: MeasuringStream) => Promise<T>,
  ): Promise<T> {
    const temporary = join(directory, `${TEMP_PREFIX}${randomUUID()}`);
    // A client may go away before the first byte is written: without a listener that would end the process.
    if (typeof source !== 'function') source.on('error', () => undefined);
    try {
      await ensureDirectory(directory);
      await writeDurably(temporary, source, meter);
      return await publish(temporary, meter);
    } finally {
      await rm(temporary, { force: true });
    }
  }
}
