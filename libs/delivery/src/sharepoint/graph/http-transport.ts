import { Agent, EnvHttpProxyAgent, fetch, type Dispatcher, type Response } from 'undici';
import { isLoopback } from './loopback';

export interface HttpRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  /** Sent with its length, never chunked: SharePoint refuses chunked bodies. */
  body?: Buffer | string;
  signal?: AbortSignal | undefined;
}

export interface HttpTimeouts {
  connectMs: number;
  /** From the last byte sent to the first received, and between two received bytes. */
  answerMs: number;
}

export const DEFAULT_TIMEOUTS: HttpTimeouts = { connectMs: 10_000, answerMs: 120_000 };

/** HTTP with timeouts, through the proxy that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name. Follows no redirect. */
export class HttpTransport {
  private readonly direct: Dispatcher;
  private readonly proxied: Dispatcher;

  constructor({ connectMs, answerMs }: HttpTimeouts = DEFAULT_TIMEOUTS) {
    const options = {
      connect: { timeout: connectMs },
      headersTimeout: answerMs,
      bodyTimeout: answerMs,
    };
    this.direct = new Agent(options);
    this.proxied = new EnvHttpProxyAgent(options);
  }

  /** @throws whatever the network fails with; the signal's reason if it is aborted */
  send({ method, url, headers, body, signal }: HttpRequest): Promise<Response> {
    return fetch(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      ...(signal ? { signal } : {}),
      redirect: 'manual',
      dispatcher: isLoopback(url) ? this.direct : this.proxied,
    });
  }
}
