import { createHash } from 'node:crypto';
import { failpoint, passAfter } from '@app/failpoints';
import { Transform, type TransformCallback } from 'node:stream';
import { UploadTooLargeError } from './upload-too-large.error';

/** Passes bytes on, counts and hashes them, and stops a stream that exceeds its limit. */
export class MeasuringStream extends Transform {
  private readonly hash = createHash('sha256');
  private count = 0;

  constructor(private readonly maxBytes = Number.POSITIVE_INFINITY) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.count += chunk.length;
    if (this.count > this.maxBytes) return done(new UploadTooLargeError(this.maxBytes));
    this.hash.update(chunk);
    passAfter(failpoint('archive.mid-write'), chunk, done);
  }

  get bytes(): number {
    return this.count;
  }

  /** Lower-case hex; call it once, after the end of the stream. */
  sha256(): string {
    return this.hash.digest('hex');
  }
}
