import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** A request as it came over the wire. */
export interface SimulatedRequest {
  method: string;
  /** The path as sent, still encoded; a raw `#` and all behind it are cut off, as servers do. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  chunks: Buffer[];
  bytes: number;
  /** False if the connection broke before the announced length had come. */
  complete: boolean;
  /** Without a length: what SharePoint refuses. */
  chunked: boolean;
}

export interface SimulatedReply {
  status: number;
  headers?: Record<string, string>;
  /** An object is sent as JSON. */
  body?: object | string | Buffer;
}

/** @param bytesPerSecond null: as fast as they come */
export async function readRequest(
  message: IncomingMessage,
  bytesPerSecond: number | null,
): Promise<SimulatedRequest> {
  const target = (message.url ?? '/').split('#')[0] ?? '/';
  const mark = target.indexOf('?');
  const chunks: Buffer[] = [];
  let complete = true;
  try {
    for await (const chunk of message as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      if (bytesPerSecond !== null) await delay((chunk.length / bytesPerSecond) * 1000);
    }
  } catch {
    complete = false;
  }
  const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  return {
    method: message.method ?? 'GET',
    path: mark < 0 ? target : target.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1)),
    headers: message.headers,
    chunks,
    bytes,
    complete,
    chunked: message.headers['transfer-encoding'] !== undefined,
  };
}

/** Undefined if it is no JSON object. */
export function jsonBody(request: SimulatedRequest): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(Buffer.concat(request.chunks).toString('utf8')) as unknown;
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
