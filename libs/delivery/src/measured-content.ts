import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';

/** Size and lower-case hex SHA-256 of a stream's bytes. */
export interface MeasuredContent {
  bytes: number;
  sha256: string;
}

export async function measureContent(content: Readable, signal?: AbortSignal): Promise<MeasuredContent> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    signal?.throwIfAborted();
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

export function sameContent(a: MeasuredContent, b: MeasuredContent): boolean {
  return a.bytes === b.bytes && a.sha256 === b.sha256;
}
