/** A key that is no plain relative path: absolute, with `..`, an empty or hidden segment, a backslash, a control character. */
export class InvalidArchiveKeyError extends Error {
  readonly code = 'ARCHIVE.INVALID_KEY';

  constructor(key: string) {
    super(`Not a key of the archive: ${JSON.stringify(key.slice(0, 200))}`);
    this.name = 'InvalidArchiveKeyError';
  }
}
