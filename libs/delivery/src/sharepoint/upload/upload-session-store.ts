/**
 * Where uploads in progress survive the death of their worker: the destination cannot be asked for the URL of an open
 * upload, and blocks the file's name until it expires. `sealed` is encrypted; a store need not keep secrets.
 */
export interface UploadSessionStore {
  /** Null if there is none. */
  load(destination: string): Promise<Buffer | null>;
  save(destination: string, sealed: Buffer): Promise<void>;
  remove(destination: string): Promise<void>;
}

/** For a process without a database: uploads are continued after a failure, but not after a restart. */
export class InMemorySessionStore implements UploadSessionStore {
  private readonly sessions = new Map<string, Buffer>();

  load(destination: string): Promise<Buffer | null> {
    return Promise.resolve(this.sessions.get(destination) ?? null);
  }

  save(destination: string, sealed: Buffer): Promise<void> {
    this.sessions.set(destination, sealed);
    return Promise.resolve();
  }

  remove(destination: string): Promise<void> {
    this.sessions.delete(destination);
    return Promise.resolve();
  }
}
