import { Transform } from 'node:stream';
import type { TransformCallback } from 'node:stream';

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * PostgreSQL ends a CSV record with LF; a report's records end with CRLF (R16). A line feed inside quotes belongs to a
 * value and stays. Counts the records that pass.
 */
export class CrlfTransform extends Transform {
  recordCount = 0;
  #isQuoted = false;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const recordEnds = this.#recordEnds(chunk);
    this.recordCount += recordEnds.length;
    // One buffer out for one buffer in: a push per record would cost more than the rest of the way to the disk.
    const output = Buffer.allocUnsafe(chunk.length + recordEnds.length);
    let from = 0;
    let length = 0;
    for (const end of recordEnds) {
      length += chunk.copy(output, length, from, end);
      output[length++] = CARRIAGE_RETURN;
      from = end;
    }
    chunk.copy(output, length, from);
    done(null, output);
  }

  /** Positions of the line feeds that end a record. */
  #recordEnds(chunk: Buffer): number[] {
    const ends: number[] = [];
    let quote = chunk.indexOf(QUOTE);
    const passQuotesBefore = (position: number): void => {
      for (; quote >= 0 && quote < position; quote = chunk.indexOf(QUOTE, quote + 1)) {
        this.#isQuoted = !this.#isQuoted;
      }
    };
    for (let feed = chunk.indexOf(LINE_FEED); feed >= 0; feed = chunk.indexOf(LINE_FEED, feed + 1)) {
      passQuotesBefore(feed);
      if (!this.#isQuoted) ends.push(feed);
    }
    passQuotesBefore(chunk.length);
    return ends;
  }
}
