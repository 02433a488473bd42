import { randomUUID } from 'node:crypto';
import {
  ContainerClient,
  RestError,
  StorageRetryPolicyType,
  type BlockBlobClient,
} from '@azure/storage-blob';
import { ConsignmentContent } from '../consignment-content';
import { assertDeliverableName } from '../delivery-name';
import { DeliveryTarget, type Consignment, type Receipt } from '../delivery-target';
import { ContentConflictError } from '../errors/content-conflict.error';
import { VerificationFailedError } from '../errors/verification-failed.error';
import { measureContent, sameContent, type MeasuredContent } from '../measured-content';
import { blobError } from './blob-error';

const BLOCK_BYTES = 8 * 2 ** 20;
const RETRIES = { retryPolicyType: StorageRetryPolicyType.EXPONENTIAL, maxTries: 4 };

export interface BlobTargetOptions {
  connectionString: string;
  /** Must exist. */
  container: string;
}

/**
 * Delivers into `<folder>/<fileName>` of an Azure Blob container. Blocks are invisible until they are committed, which
 * happens only for proven content and never over an existing blob.
 */
export class BlobTarget extends DeliveryTarget {
  private readonly container: ContainerClient;

  constructor({ connectionString, container }: BlobTargetOptions) {
    super();
    this.container = new ContainerClient(connectionString, container, { retryOptions: RETRIES });
  }

  async deliver(consignment: Consignment): Promise<Receipt> {
    assertDeliverableName('folder', consignment.folder);
    assertDeliverableName('file', consignment.fileName);
    consignment.signal?.throwIfAborted();
    const blob = this.container.getBlockBlobClient(`${consignment.folder}/${consignment.fileName}`);
    const content = new ConsignmentContent(consignment);
    try {
      if (!(await this.holds(blob, consignment))) await this.publish(blob, consignment, content);
      return await this.receipt(blob, consignment);
    } catch (error) {
      consignment.signal?.throwIfAborted();
      throw error instanceof RestError ? blobError(error, blob.name) : error;
    } finally {
      content.close();
    }
  }

  /** True if the blob is there as it should be, also when an earlier run committed it and crashed. */
  private async holds(blob: BlockBlobClient, consignment: Consignment): Promise<boolean> {
    const found = await this.measure(blob, consignment.signal);
    if (!found) return false;
    if (!sameContent(found, consignment)) {
      throw new ContentConflictError(blob.name, consignment.sha256, found.sha256);
    }
    return true;
  }

  private async publish(
    blob: BlockBlobClient,
    consignment: Consignment,
    content: ConsignmentContent,
  ): Promise<void> {
    const committed = await this.commitWithoutOverwrite(blob, consignment, content);
    const found = await this.measure(blob, consignment.signal);
    if (found && sameContent(found, consignment)) return;
    if (!committed) throw new ContentConflictError(blob.name, consignment.sha256, found?.sha256);
    // Our own blob that reads back wrong is taken away again, else every retry would see a conflict with it.
    await blob.deleteIfExists();
    throw new VerificationFailedError(blob.name, consignment, found ?? { bytes: 0, sha256: 'nothing' });
  }

  /** False if the name is taken, or was taken meanwhile by another writer, whose commit drops our blocks. */
  private async commitWithoutOverwrite(
    blob: BlockBlobClient,
    { bytes, signal }: Consignment,
    content: ConsignmentContent,
  ): Promise<boolean> {
    const abort = signal ? { abortSignal: signal } : {};
    const upload = randomUUID();
    const blocks: string[] = [];
    if (bytes === 0) await content.quickXorHash(); // proves that there is nothing to send
    for (let at = 0; at < bytes; at += BLOCK_BYTES) {
      const block = await content.range(at, BLOCK_BYTES);
      const id = Buffer.from(`${upload}-${String(blocks.length).padStart(6, '0')}`).toString('base64');
      await blob.stageBlock(id, block, block.length, abort);
      blocks.push(id);
    }
    try {
      const conditions = { ifNoneMatch: '*' };
      const blobHTTPHeaders = { blobContentType: 'text/csv' };
      await blob.commitBlockList(blocks, { ...abort, conditions, blobHTTPHeaders });
      return true;
    } catch (error) {
      const lost = ['BlobAlreadyExists', 'ConditionNotMet', 'InvalidBlockList'];
      if (error instanceof RestError && lost.includes(error.code ?? '')) return false;
      throw error;
    }
  }

  private async measure(blob: BlockBlobClient, signal?: AbortSignal): Promise<MeasuredContent | null> {
    try {
      const { readableStreamBody } = await blob.download(0, undefined, signal ? { abortSignal: signal } : {});
      return readableStreamBody ? await measureContent(readableStreamBody as never, signal) : null;
    } catch (error) {
      if (error instanceof RestError && error.statusCode === 404 && error.code !== 'ContainerNotFound')
        return null;
      throw error;
    }
  }

  private async receipt(blob: BlockBlobClient, { bytes, sha256 }: Consignment): Promise<Receipt> {
    const { etag } = await blob.getProperties();
    const location = `${this.container.url}/${blob.name}`;
    return {
      target: 'blob',
      location,
      bytes,
      sha256,
      verifiedAt: new Date(),
      ...(etag ? { eTag: etag } : {}),
    };
  }
}
