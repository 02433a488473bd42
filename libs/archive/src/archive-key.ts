import { InvalidArchiveKeyError } from './invalid-archive-key.error';

const MAX_SEGMENT_BYTES = 255; // of common file systems
const MAX_KEY_BYTES = 1024; // of Azure Blob names

// Control characters, and the backslash that Windows and Azure take for a separator.
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u001f\u007f\\]/;

/** A leading dot would allow `.` and `..`, and belongs to temporary files. */
function isSegment(segment: string): boolean {
  return segment !== '' && !segment.startsWith('.') && Buffer.byteLength(segment) <= MAX_SEGMENT_BYTES;
}

/**
 * Keys hold parts of uploaded names, so they must not lead out of the archive.
 * @throws InvalidArchiveKeyError
 */
export function assertArchiveKey(key: string): void {
  const valid =
    !FORBIDDEN.test(key) && Buffer.byteLength(key) <= MAX_KEY_BYTES && key.split('/').every(isSegment);
  if (!valid) throw new InvalidArchiveKeyError(key);
}
