import { createHash } from 'node:crypto';
import { addAbortSignal, type Readable } from 'node:stream';
import type { Consignment } from './delivery-target';
import { VerificationFailedError } from './errors/verification-failed.error';
import { QuickXorHash } from './sharepoint/quick-xor-hash';

/** One pass over the content, from its first byte. */
interface Pass {
  stream: Readable;
  chunks: AsyncIterator<Buffer>;
  sha256: ReturnType<typeof createHash>;
  quickXor: QuickXorHash;
  /** Bytes read so far. */
  read: number;
  ended: boolean;
}

/**
 * The content of a consignment by ranges, hashed on the way. Holds one range at a time, however large the file is; a
 * range before the one held is reached by opening the content again.
 */
export class ConsignmentContent {
  private pass: Pass | undefined;
  private held = { start: 0, bytes: Buffer.alloc(0) };
  private proven: string | undefined;

  constructor(private readonly consignment: Consignment) {}

  /**
   * The bytes from `start`, `length` of them or up to the end. The last ones are handed out only after the whole
   * content has proved to be that of the issue, so that a wrong file never becomes complete at the destination.
   * @throws VerificationFailedError; whatever the source throws
   */
  async range(start: number, length: number): Promise<Buffer> {
    const end = Math.min(start + length, this.consignment.bytes);
    if (!this.reaches(start, end)) this.reopen();
    const pieces: Buffer[] = [];
    let from = this.held.start;
    for (let piece: Buffer | undefined = this.held.bytes; piece; piece = await this.nextChunk()) {
      pieces.push(piece.subarray(Math.max(0, start - from)));
      from += piece.length;
      if (from >= end) break;
    }
    const bytes = Buffer.concat(pieces);
    this.held = { start: from - bytes.length, bytes };
    // Content that ends too early is found out here as well.
    if (end >= this.consignment.bytes || bytes.length < end - start) await this.quickXorHash();
    return bytes.subarray(0, end - start);
  }

  /**
   * Reads to the end, where it has not been read yet, and proves the content on the way.
   * @throws VerificationFailedError
   */
  async quickXorHash(): Promise<string> {
    if (this.proven !== undefined) return this.proven;
    if (!this.pass) this.reopen();
    while (await this.nextChunk()); // what follows the held range need not be kept
    const { sha256, quickXor, read } = this.pass as Pass;
    const found = { bytes: read, sha256: sha256.copy().digest('hex') };
    if (found.bytes !== this.consignment.bytes || found.sha256 !== this.consignment.sha256) {
      throw new VerificationFailedError('the content to deliver', this.consignment, found);
    }
    this.proven = quickXor.digest();
    return this.proven;
  }

  close(): void {
    this.pass?.stream.destroy();
    this.pass = undefined;
  }

  /** Whether the range lies in what is held or still to be read. */
  private reaches(start: number, end: number): boolean {
    if (!this.pass || start < this.held.start) return false;
    return !this.pass.ended || end <= this.held.start + this.held.bytes.length;
  }

  private reopen(): void {
    this.close();
    const { signal } = this.consignment;
    const opened = this.consignment.open();
    const stream = signal ? addAbortSignal(signal, opened) : opened;
    const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    const [sha256, quickXor] = [createHash('sha256'), new QuickXorHash()];
    this.pass = { stream, chunks, sha256, quickXor, read: 0, ended: false };
    this.held = { start: 0, bytes: Buffer.alloc(0) };
  }

  private async nextChunk(): Promise<Buffer | undefined> {
    const pass = this.pass as Pass;
    if (pass.ended) return undefined;
    const { done, value } = await pass.chunks.next();
    if (done) {
      pass.ended = true;
      return undefined;
    }
    pass.sha256.update(value);
    pass.quickXor.update(value);
    pass.read += value.length;
    return value;
  }
}
