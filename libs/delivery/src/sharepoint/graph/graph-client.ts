import { randomUUID } from 'node:crypto';
import { inSpan, annotateSpan } from '@app/observability';
import type { Response } from 'undici';
import type { Clock } from '../clock';
import { ThrottledError } from '../../errors/throttled.error';
import { retryAfterMs } from '../limits/retry-after';
import type { TokenProvider } from '../sign-in/token-provider';
import { DEFAULT_BACKOFF, backoffMs } from './backoff';
import type { ExchangeLog } from './exchange-log';
import type { GraphAnswer } from './graph-answer';
import type { HttpTransport } from './http-transport';
import type { RequestGate } from './request-gate';

/** Decorated traffic is served first; NONISV marks an organisation's own application. */
const USER_AGENT = 'NONISV|DCC|MigrationReporting/1.0';
/** The budget is told for a minute; a server that tells the time of day instead must not stop us for years. */
const LONGEST_WINDOW_MS = 5 * 60_000;
/** How often one request is sent again because it was throttled, before the queue takes over. */
const MOST_THROTTLED_TRIES = 6;

export interface GraphRequest {
  /** For the log, e.g. `find item`. */
  operation: string;
  method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  url: string;
  /** What Graph charges for it, see RESOURCE_UNITS. */
  units: number;
  /** False for upload URLs: they carry their own secret and refuse a token. */
  withToken: boolean;
  headers?: Record<string, string>;
  body?: Buffer | string;
  /** A 200 is answered with its body as a stream: for what is too large to hold. */
  isStreamed?: boolean;
  signal?: AbortSignal | undefined;
}

export interface GraphClientParts {
  transport: HttpTransport;
  tokens: TokenProvider;
  gate: RequestGate;
  clock: Clock;
  log: ExchangeLog;
}

/** Sends requests to Graph, within the budget, with a valid token; throttling and stale tokens end here. */
export class GraphClient {
  constructor(private readonly parts: GraphClientParts) {}

  /**
   * Answers of all kinds are returned, and a broken connection as `lost`.
   * @throws ThrottledError, TargetStoppedError, SignInRefusedError, UnavailableError (no token to be had); the
   *   signal's reason if it is aborted
   */
  async send(request: GraphRequest): Promise<GraphAnswer> {
    let refusedToken: string | undefined;
    for (let throttled = 0; ;) {
      const token = request.withToken ? await this.token(request.signal, refusedToken) : undefined;
      await this.parts.gate.pass(request.units, request.signal);
      const answer = await this.exchange(request, token);
      if (answer.kind === 'lost') return answer;
      if (answer.status === 401 && token !== undefined && refusedToken === undefined) {
        refusedToken = token;
        continue;
      }
      await this.heedThrottling(answer, throttled);
      if (answer.status !== 429 || ++throttled >= MOST_THROTTLED_TRIES) return answer;
    }
  }

  /**
   * Throttling by the identity provider is that of the tenant: everybody waits, and nobody asks for tokens meanwhile.
   * @throws as `send`
   */
  async token(signal?: AbortSignal, refused?: string): Promise<string> {
    const { gate, tokens } = this.parts;
    for (let throttled = 1; ; throttled++) {
      await gate.quiet(signal);
      try {
        return await tokens.token(refused);
      } catch (error) {
        if (!(error instanceof ThrottledError)) throw error;
        await gate.holdBack(error.retryAfterMs);
        if (throttled >= MOST_THROTTLED_TRIES) throw error;
      }
    }
  }

  /** Pauses all workers of the tenant as long as the answer asks for, in whichever way it does. */
  private async heedThrottling(answer: GraphAnswer & { kind: 'answer' }, before: number): Promise<void> {
    const { clock, gate } = this.parts;
    const { status, headers } = answer;
    const asked = retryAfterMs(headers.get('retry-after'), clock.now());
    const reset = Math.min(retryAfterMs(headers.get('ratelimit-reset'), clock.now()) ?? 0, LONGEST_WINDOW_MS);
    if (status === 429) await gate.holdBack(Math.max(asked ?? backoffMs(before, DEFAULT_BACKOFF), reset));
    else if (status === 503 && asked !== undefined) await gate.holdBack(Math.max(asked, reset));
    else if (headers.get('ratelimit-remaining') === '0') await gate.holdBack(reset);
  }

  /** The span tells no URL: it names Party folders, and that of an upload is a secret. */
  private exchange(request: GraphRequest, token: string | undefined): Promise<GraphAnswer> {
    const { method, operation, url } = request;
    const attributes = { 'http.request.method': method, 'server.address': new URL(url).hostname };
    return inSpan(operation, attributes, () => this.exchangeTold(request, token), 'client');
  }

  private async exchangeTold(request: GraphRequest, token: string | undefined): Promise<GraphAnswer> {
    const { clock, log, transport } = this.parts;
    const clientRequestId = randomUUID();
    const startedAt = clock.now();
    const tell = (response?: Response) => {
      annotateSpan({
        'http.response.status_code': response?.status,
        'mrr.graph.client_request_id': clientRequestId,
      });
      log({
        operation: request.operation,
        method: request.method,
        host: new URL(request.url).host,
        status: response?.status,
        durationMs: Math.round(clock.now() - startedAt),
        clientRequestId,
        requestId: response?.headers.get('request-id') ?? undefined,
        spRequestGuid: response?.headers.get('sprequestguid') ?? undefined,
      });
    };
    try {
      const headers = this.headers(request, clientRequestId, token);
      const response = await transport.send({ ...request, headers });
      const isStream = request.isStreamed === true && response.status === 200;
      const body: unknown = isStream ? response.body : parseJson(await response.text());
      tell(response);
      return { kind: 'answer', status: response.status, headers: response.headers, body };
    } catch (error) {
      request.signal?.throwIfAborted();
      tell();
      return { kind: 'lost', error };
    }
  }

  private headers(request: GraphRequest, clientRequestId: string, token?: string): Record<string, string> {
    return {
      accept: 'application/json',
      'user-agent': USER_AGENT,
      'client-request-id': clientRequestId,
      ...request.headers,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // an empty body, or a gateway's page
  }
}
