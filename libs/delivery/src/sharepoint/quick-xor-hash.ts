const RING_BYTES = 20;
const RING_BITS = RING_BYTES * 8;
const SHIFT_BITS = 11;
/** After so many bytes the shift has gone round the ring a whole number of times and every position repeats. */
const PERIOD_BYTES = 160;
const WORD_BYTES = 4;
const PERIOD_WORDS = PERIOD_BYTES / WORD_BYTES;

/**
 * SharePoint's only content hash: byte `i` is XORed into a ring of 160 bits at bit `11 × i`, the length into its last
 * eight bytes. Not cryptographic: it tells a damaged file from a whole one, no more.
 *
 * Bytes a period apart fall on the same bits, so they are folded as 32-bit words and shifted only once, at the end.
 */
export class QuickXorHash {
  private readonly words = new Int32Array(PERIOD_WORDS);
  private readonly bytes = new Uint8Array(this.words.buffer);
  private length = 0;

  update(chunk: Uint8Array): this {
    let read = 0;
    const fold = (until: number) => {
      for (; read < until; read++, this.length++) {
        const place = this.length % PERIOD_BYTES;
        this.bytes[place] = (this.bytes[place] ?? 0) ^ (chunk[read] ?? 0);
      }
    };
    const misaligned = (WORD_BYTES - (this.length % WORD_BYTES)) % WORD_BYTES;
    fold(Math.min(misaligned, chunk.length));
    if ((chunk.byteOffset + read) % WORD_BYTES === 0) read += this.foldWords(chunk, read);
    fold(chunk.length);
    return this;
  }

  /** Base64, as Graph writes it. */
  digest(): string {
    const ring = Buffer.alloc(RING_BYTES);
    const mix = (place: number, value: number) => ring.writeUInt8(ring.readUInt8(place) ^ value, place);
    for (let index = 0; index < PERIOD_BYTES; index++) {
      const bit = (index * SHIFT_BITS) % RING_BITS;
      const shifted = (this.bytes[index] ?? 0) << (bit % 8);
      const place = Math.floor(bit / 8);
      mix(place, shifted & 0xff);
      mix((place + 1) % RING_BYTES, shifted >> 8);
    }
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(this.length));
    length.forEach((value, index) => mix(RING_BYTES - length.length + index, value));
    return ring.toString('base64');
  }

  /** Returns how many bytes it took. */
  private foldWords(chunk: Uint8Array, from: number): number {
    const count = Math.floor((chunk.length - from) / WORD_BYTES);
    const input = new Int32Array(chunk.buffer, chunk.byteOffset + from, count);
    const { words } = this;
    let place = (this.length % PERIOD_BYTES) / WORD_BYTES;
    for (let index = 0; index < count; index++) {
      words[place] = (words[place] as number) ^ (input[index] as number);
      if (++place === PERIOD_WORDS) place = 0;
    }
    this.length += count * WORD_BYTES;
    return count * WORD_BYTES;
  }
}
