export class ArchiveFileMissingError extends Error {
  readonly code = 'ARCHIVE.FILE_MISSING';

  constructor(key: string, options: ErrorOptions) {
    super(`The archive has no file ${key}`, options);
    this.name = 'ArchiveFileMissingError';
  }
}
