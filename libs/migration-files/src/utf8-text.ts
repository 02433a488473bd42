import { FileRejectedError } from './file-rejected.error';

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/**
 * Decodes a stream of bytes as strict UTF-8. A character that a chunk tears apart waits for the next chunk; a byte order
 * mark at the very beginning is dropped.
 *
 * What stands before a wrong byte is handed out first, so that an earlier fault of the file is reported instead, however
 * the bytes were cut into chunks.
 */
export class Utf8Text {
  private readonly decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  private torn: Uint8Array = new Uint8Array(0);
  private started = false;

  /** @throws FileRejectedError `ENCODING`, after `take` got the text before the wrong byte. */
  decode(chunk: Uint8Array, take: (text: string) => void): void {
    let bytes = this.torn.length === 0 ? chunk : Buffer.concat([this.torn, chunk]);
    if (!this.started) {
      // The mark may itself be torn; no shorter beginning can be judged.
      if (bytes.length < BYTE_ORDER_MARK.length && startsLikeMark(bytes)) {
        this.torn = bytes;
        return;
      }
      this.started = true;
      if (startsWithMark(bytes)) bytes = bytes.subarray(BYTE_ORDER_MARK.length);
    }
    const complete = completeLength(bytes);
    this.torn = bytes.slice(complete);
    this.takeComplete(bytes.subarray(0, complete), take);
  }

  /** @throws FileRejectedError `ENCODING` if the last character is incomplete. */
  end(): void {
    if (this.torn.length > 0) throw notUtf8();
  }

  private takeComplete(bytes: Uint8Array, take: (text: string) => void): void {
    let text: string;
    try {
      text = this.decoder.decode(bytes);
    } catch {
      take(this.decoder.decode(bytes.subarray(0, validLength(bytes))));
      throw notUtf8();
    }
    if (text !== '') take(text);
  }
}

function notUtf8(): FileRejectedError {
  return new FileRejectedError('ENCODING', 'The file is not UTF-8');
}

function startsLikeMark(bytes: Uint8Array): boolean {
  return bytes.every((byte, at) => byte === BYTE_ORDER_MARK[at]);
}

function startsWithMark(bytes: Uint8Array): boolean {
  return BYTE_ORDER_MARK.every((byte, at) => byte === bytes[at]);
}

/** Length without a last character whose other bytes may still come. */
function completeLength(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0b1100_0000) === 0b1000_0000) continue;
    return sequenceLength(byte) > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

function sequenceLength(lead: number): number {
  if (lead >= 0xf0) return 4;
  if (lead >= 0xe0) return 3;
  return lead >= 0xc0 ? 2 : 1;
}

/** Length of the valid text at the beginning, found by halving: this runs once, for a file that is refused anyway. */
function validLength(bytes: Uint8Array): number {
  let valid = 0;
  let invalid = bytes.length;
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    if (isValidStart(bytes.subarray(0, middle))) valid = middle;
    else invalid = middle;
  }
  return completeLength(bytes.subarray(0, valid));
}

function isValidStart(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
