import { randomUUID } from 'node:crypto';
import { PassThrough, pipeline, type Readable } from 'node:stream';
import { ContainerClient, RestError, type BlockBlobClient } from '@azure/storage-blob';
import {
  Archive,
  type ArchivedFile,
  type ArchiveSource,
  type StoredFile,
  type StoredUpload,
} from './archive';
import { ArchiveFileMissingError } from './archive-file-missing.error';
import { assertArchiveKey } from './archive-key';
import { commitBlocks } from './commit-blocks';
import { MeasuringStream } from './measuring-stream';

const TEMP_PREFIX = '.tmp-';
const UPLOADS = 'sources';

export interface BlobArchiveOptions {
  connectionString: string;
  /** Must exist. */
  container: string;
}

function isMissing(error: unknown): boolean {
  return error instanceof RestError && error.statusCode === 404;
}

/** The archive in a container of Azure Blob, for workers on several machines. */
export class BlobArchive extends Archive {
  private readonly container: ContainerClient;

  constructor({ connectionString, container }: BlobArchiveOptions) {
    super();
    this.container = new ContainerClient(connectionString, container);
  }

  async write(key: string, source: ArchiveSource): Promise<StoredFile> {
    const meter = new MeasuringStream();
    await commitBlocks(this.blobOf(key), source, meter);
    return { key, bytes: meter.bytes, sha256: meter.sha256() };
  }

  /** Under a temporary name first, because the hash is known only at the end; the copy happens within the account. */
  async storeUpload(upload: Readable, maxBytes: number): Promise<StoredUpload> {
    const meter = new MeasuringStream(maxBytes);
    const temporary = this.container.getBlockBlobClient(`${TEMP_PREFIX}${randomUUID()}`);
    try {
      await commitBlocks(temporary, upload, meter);
      const sha256 = meter.sha256();
      const key = `${UPLOADS}/${sha256.slice(0, 2)}/${sha256}`;
      const stored = { key, bytes: meter.bytes, sha256 };
      if ((await this.stat(key))?.bytes === meter.bytes) return { ...stored, alreadyThere: true };
      await this.copy(temporary, key);
      return { ...stored, alreadyThere: false };
    } finally {
      await temporary.deleteIfExists();
    }
  }

  read(key: string): Readable {
    const output = new PassThrough();
    this.blobOf(key)
      .download()
      .then(({ readableStreamBody }) => {
        if (!readableStreamBody) throw new Error(`The archive's answer for ${key} has no content`);
        pipeline(readableStreamBody, output, () => undefined);
      })
      .catch((error: Error) => {
        output.destroy(isMissing(error) ? new ArchiveFileMissingError(key, { cause: error }) : error);
      });
    return output;
  }

  async stat(key: string): Promise<{ bytes: number; modifiedAt: Date } | null> {
    try {
      const { contentLength = 0, lastModified } = await this.blobOf(key).getProperties();
      return { bytes: contentLength, modifiedAt: lastModified ?? new Date(0) };
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async remove(key: string): Promise<void> {
    await this.blobOf(key).deleteIfExists();
  }

  async *list(folder: string): AsyncGenerator<ArchivedFile> {
    for await (const { name, properties } of this.container.listBlobsFlat({ prefix: `${folder}/` })) {
      yield { key: name, bytes: properties.contentLength ?? 0, modifiedAt: properties.lastModified };
    }
  }

  async removeOrphanTemps(olderThanMs: number): Promise<number> {
    const before = Date.now() - olderThanMs;
    let removed = 0;
    for await (const { name, properties } of this.container.listBlobsFlat({ prefix: TEMP_PREFIX })) {
      if (properties.lastModified.getTime() > before) continue;
      await this.container.getBlockBlobClient(name).deleteIfExists();
      removed += 1;
    }
    return removed;
  }

  private async copy(from: BlockBlobClient, key: string): Promise<void> {
    const copying = await this.blobOf(key).beginCopyFromURL(from.url);
    const { copyStatus } = await copying.pollUntilDone();
    if (copyStatus !== 'success') throw new Error(`The archive could not name ${key}: ${copyStatus}`);
  }

  private blobOf(key: string): BlockBlobClient {
    assertArchiveKey(key);
    return this.container.getBlockBlobClient(key);
  }
}
