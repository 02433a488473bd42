import { FileRejectedError } from './file-rejected.error';

/**
 * Cuts a stream anew into blocks of one size (the last one may be shorter). What is looked at "once per block" then
 * depends on the bytes of the file alone and never on how a network or a disk cut them.
 *
 * A block is valid until the next one is asked for: small chunks are gathered in one buffer that is used again.
 *
 * @throws FileRejectedError `TOO_LARGE` with the chunk that exceeds `maxBytes`, after all blocks that end before it
 */
export async function* fixedBlocks(
  chunks: AsyncIterable<Uint8Array>,
  blockBytes: number,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  const gathered = new Uint8Array(blockBytes);
  let held = 0;
  let received = 0;
  let cut = 0;
  for await (const chunk of chunks) {
    received += chunk.length;
    let from = 0;
    while (chunk.length - from >= blockBytes - held && cut + blockBytes <= maxBytes) {
      const end = from + blockBytes - held;
      if (held === 0) {
        yield chunk.subarray(from, end);
      } else {
        gathered.set(chunk.subarray(from, end), held);
        held = 0;
        yield gathered;
      }
      from = end;
      cut += blockBytes;
    }
    if (received > maxBytes) {
      throw new FileRejectedError('TOO_LARGE', `The file is larger than ${maxBytes} bytes`);
    }
    gathered.set(chunk.subarray(from), held);
    held += chunk.length - from;
  }
  if (held > 0) yield gathered.subarray(0, held);
}
