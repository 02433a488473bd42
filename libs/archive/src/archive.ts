import type { Readable, Writable } from 'node:stream';

/** What was written: its size, and the SHA-256 of its bytes in lower-case hex. */
export interface StoredFile {
  key: string;
  bytes: number;
  sha256: string;
}

/** `alreadyThere`: the same bytes were archived before, under the same key. */
export interface StoredUpload extends StoredFile {
  alreadyThere: boolean;
}

/** A file as it lies in the archive. */
export interface ArchivedFile {
  key: string;
  bytes: number;
  modifiedAt: Date;
}

/** Either a stream to copy, or a function that writes to `sink`; ending the sink is optional. */
export type ArchiveSource = Readable | ((sink: Writable) => Promise<void>);

/**
 * Where source files and report files live. A key is a relative path with `/` (see `assertArchiveKey`).
 * A write is all or nothing: a reader, also after a crash, finds the whole new file, the whole old one, or none.
 */
export abstract class Archive {
  /**
   * Writes a file under `key`, replacing what is there: a retried build writes the same issue again.
   * @throws InvalidArchiveKeyError; whatever the source throws
   */
  abstract write(key: string, source: ArchiveSource): Promise<StoredFile>;

  /**
   * Keeps an upload under a key made of its own SHA-256, hashing while it is written.
   * @throws UploadTooLargeError as soon as byte `maxBytes` + 1 arrives; nothing is kept then
   */
  abstract storeUpload(upload: Readable, maxBytes: number): Promise<StoredUpload>;

  /** @throws ArchiveFileMissingError by way of the stream's `error` event */
  abstract read(key: string): Readable;

  /** Null if there is no such file. */
  abstract stat(key: string): Promise<{ bytes: number; modifiedAt: Date } | null>;

  /** Removes a file that nothing refers to; no matter if it is not there. */
  abstract remove(key: string): Promise<void>;

  /** Every file whose key begins with `folder`/, in no order; what crashed writers left behind is none. */
  abstract list(folder: string): AsyncIterable<ArchivedFile>;

  /**
   * Removes what crashed writers left behind; returns how many files.
   * @param olderThanMs since the last byte was written: longer than any writer pauses, or it loses its file
   */
  abstract removeOrphanTemps(olderThanMs: number): Promise<number>;
}
