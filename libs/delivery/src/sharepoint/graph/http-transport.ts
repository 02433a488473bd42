import type { ProxyConfig } from '@app/config';
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

export const DEFAULT_TIMEOUTS: HttpTimeouts = { connectMs: 10_000, answerMs: 60_000 };

/** HTTP with timeouts, through the proxy that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name. Follows no redirect. */
export class HttpTransport {
  private readonly direct: Dispatcher;
  private readonly proxied: Dispatcher;
  /** The proxy for such URLs runs on this machine. */
  private readonly isProxyLocal: (url: string) => boolean;

  constructor(proxy: ProxyConfig, { connectMs, answerMs }: HttpTimeouts = DEFAULT_TIMEOUTS) {
    const timeouts = { headersTimeout: answerMs, bodyTimeout: answerMs };
    const connect = { timeout: connectMs };
    this.direct = new Agent({ ...timeouts, connect });
    this.proxied = new EnvHttpProxyAgent({
      ...timeouts,
      connect, // for what NO_PROXY names
      proxyTls: connect,
      requestTls: connect,
      proxyTunnel: false, // https is tunnelled all the same; for http a plain proxy does
      ...(proxy.http === undefined ? {} : { httpProxy: proxy.http }),
      ...(proxy.https === undefined ? {} : { httpsProxy: proxy.https }),
      ...(proxy.except === undefined ? {} : { noProxy: proxy.except }),
    });
    this.isProxyLocal = (url) => {
      const used = url.startsWith('https:') ? (proxy.https ?? proxy.http) : proxy.http;
      return used !== undefined && isLoopback(used);
    };
  }

  /** @throws whatever the network fails with; the signal's reason if it is aborted */
  send({ method, url, headers, body, signal }: HttpRequest): Promise<Response> {
    // A proxy elsewhere would look for a simulator of this machine on its own.
    const isOutOfReach = isLoopback(url) && !this.isProxyLocal(url);
    return fetch(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      ...(signal ? { signal } : {}),
      redirect: 'manual',
      dispatcher: isOutOfReach ? this.direct : this.proxied,
    });
  }
}
