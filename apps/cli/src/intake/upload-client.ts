import { createReadStream } from 'node:fs';
import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { CommandFailedError } from '../command-failed.error';
import type { IngestEndpoint } from '../system/running-system';
import type { InputFile } from './input-file';

/** How long an ingest app may be away: it starts with the first upload, and is started again when it ends. */
const AWAY_MS = 60_000;
const RETRY_DELAY_MS = 100;
const TOO_LARGE = 413;

/** Sends files to the ingest app, one after the other, each streamed. */
export class UploadClient {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  #isClosed = false;

  constructor(private readonly endpoint: IngestEndpoint) {}

  /**
   * Resolves when the file is received or refused as too large; both are noted by the app.
   *
   * @throws CommandFailedError when the app does not answer for a minute, or does not want the upload
   */
  async upload(file: InputFile): Promise<void> {
    const deadline = Date.now() + AWAY_MS;
    while (!this.#isClosed) {
      const answer = await this.#attempt(file);
      if (answer === 'received') return;
      if (Date.now() > deadline) {
        throw new CommandFailedError(
          `The ingest app at ${this.endpoint.url} takes no file: ${answer.trouble}`,
        );
      }
      await delay(RETRY_DELAY_MS);
    }
  }

  /** Ends also an upload that is under way. */
  close(): void {
    this.#isClosed = true;
    this.#agent.destroy();
  }

  async #attempt(file: InputFile): Promise<'received' | { trouble: string }> {
    let response: IncomingMessage;
    try {
      response = await this.#send(file);
    } catch (error) {
      if (error instanceof ShortenedFileError || isAboutTheFile(error))
        throw new CommandFailedError(`${file.path} cannot be read: ${error.message}`);
      return { trouble: error instanceof Error ? error.message : String(error) };
    }
    const status = response.statusCode ?? 0;
    const body = await text(response).catch(() => '');
    if ((status >= 200 && status < 300) || status === TOO_LARGE) return 'received';
    if (status >= 500 || status === 429) return { trouble: `status ${status}` };
    throw new CommandFailedError(`The ingest app refuses ${file.path}: status ${status} ${body}`);
  }

  #send(file: InputFile): Promise<IncomingMessage> {
    const path = file.path.split('/').map(encodeURIComponent).join('/');
    return new Promise((resolve, reject) => {
      const upload = request(`${this.endpoint.url}/v1/files/${path}`, {
        method: 'PUT',
        agent: this.#agent,
        headers: {
          authorization: `Bearer ${this.endpoint.token}`,
          'content-type': 'application/octet-stream',
          'content-length': file.bytes,
        },
      });
      const content = createReadStream(file.source, { end: Math.max(file.bytes - 1, 0) });
      // An answer may come before the whole file is sent: nobody reads a file that is too large.
      upload.on('response', (response) => {
        content.destroy();
        // The rest of the file would otherwise occupy the connection.
        if (!upload.writableFinished) response.on('end', () => upload.destroy());
        resolve(response);
      });
      upload.on('error', (error) => {
        content.destroy();
        reject(error);
      });
      content.on('error', (error) => {
        upload.destroy(error);
        reject(error);
      });
      content.on('end', () => {
        if (content.bytesRead < file.bytes) upload.destroy(new ShortenedFileError());
      });
      content.pipe(upload);
    });
  }
}

/** Fewer bytes came than were announced: the app would wait for the others. */
class ShortenedFileError extends Error {
  constructor() {
    super('it became shorter while it was read');
  }
}

function isAboutTheFile(error: unknown): error is Error {
  return (
    error instanceof Error &&
    'syscall' in error &&
    ['open', 'read'].includes(String(error.syscall)) &&
    'path' in error
  );
}
