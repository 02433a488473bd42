import { request } from 'node:http';

export interface Upload {
  /** Address of an ingest app. */
  readonly url: string;
  readonly token: string;
  readonly path: string;
  readonly bytes: Buffer;
}

/** A sender gives up on an answer after this time and sends again. */
const ANSWER_MS = 15_000;

/**
 * Sends a file once.
 * @returns the status; 0 when no answer came
 */
export function upload({ url, token, path, bytes }: Upload): Promise<number> {
  return send(url, token, path, bytes, bytes);
}

/** Sends the first half and hangs up. */
export async function uploadHalf({ url, token, path, bytes }: Upload): Promise<void> {
  await send(url, token, path, bytes, bytes.subarray(0, bytes.length >> 1));
}

function send(url: string, token: string, path: string, announced: Buffer, sent: Buffer): Promise<number> {
  const escaped = path.split('/').map(encodeURIComponent).join('/').replaceAll('..', '%2E%2E');
  return new Promise((resolve) => {
    const outgoing = request(`${url}/v1/files/${escaped}`, {
      method: 'PUT',
      agent: false,
      timeout: ANSWER_MS,
      headers: { authorization: `Bearer ${token}`, 'content-length': announced.length },
    });
    outgoing.on('response', (response) => {
      response.resume();
      response.on('close', () => resolve(response.statusCode ?? 0));
    });
    outgoing.on('timeout', () => outgoing.destroy());
    outgoing.on('close', () => resolve(0));
    outgoing.on('error', () => resolve(0));
    if (sent.length === announced.length) outgoing.end(sent);
    else outgoing.write(sent, () => outgoing.destroy());
  });
}
