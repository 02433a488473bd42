/** The upload has more bytes than allowed (fine print 34: `TOO_LARGE`). */
export class UploadTooLargeError extends Error {
  readonly code = 'ARCHIVE.TOO_LARGE';

  constructor(readonly maxBytes: number) {
    super(`The upload is larger than ${maxBytes} bytes`);
    this.name = 'UploadTooLargeError';
  }
}
