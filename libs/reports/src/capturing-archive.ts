import { createHash } from 'node:crypto';
import type { Archive, ArchiveSource, StoredFile } from '@app/archive';

/**
 * Takes a report in without keeping it anywhere: measures all of it, remembers its beginning up to `limitBytes`. For
 * what is produced to be looked at or compared, not issued.
 */
export class CapturingArchive implements Pick<Archive, 'write'> {
  #chunks: Buffer[] = [];
  #kept = 0;
  #isCut = false;

  constructor(private readonly limitBytes: number) {}

  async write(key: string, source: ArchiveSource): Promise<StoredFile> {
    if (typeof source === 'function') throw new TypeError('Only streams are captured');
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of source as AsyncIterable<Buffer>) {
      hash.update(chunk);
      bytes += chunk.length;
      this.#keep(chunk);
    }
    return { key, bytes, sha256: hash.digest('hex') };
  }

  /** What was kept, and whether there was more. */
  get content(): { readonly bytes: Buffer; readonly isCut: boolean } {
    return { bytes: Buffer.concat(this.#chunks), isCut: this.#isCut };
  }

  #keep(chunk: Buffer): void {
    const room = this.limitBytes - this.#kept;
    if (chunk.length > room) this.#isCut = true;
    if (room <= 0) return;
    this.#chunks.push(chunk.subarray(0, room));
    this.#kept += Math.min(room, chunk.length);
  }
}
