import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export interface ReceivedSpan {
  readonly service: string;
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly attributes: readonly { readonly key: string; readonly value: unknown }[];
}

interface TraceRequest {
  resourceSpans: {
    resource: { attributes: { key: string; value: { stringValue?: string } }[] };
    scopeSpans: { spans: ReceivedSpan[] }[];
  }[];
}

/** A collector for one test: takes OTLP as JSON by HTTP on this machine and keeps all spans. */
export class OtlpReceiver {
  readonly spans: ReceivedSpan[] = [];
  readonly #byId = new Map<string, ReceivedSpan>();
  readonly authorizations = new Set<string | undefined>();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<OtlpReceiver> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const receiver = new OtlpReceiver(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (request, response) => {
      receiver.authorizations.add(request.headers.authorization);
      const isTraces = request.method === 'POST' && request.url === '/v1/traces';
      if (!isTraces) return void response.writeHead(404).end();
      json(request).then(
        (body) => {
          receiver.#keep(body as TraceRequest);
          response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
        },
        () => response.destroy(),
      );
    });
    return receiver;
  }

  named(name: string): ReceivedSpan[] {
    return this.spans.filter((span) => span.name === name);
  }

  parentOf({ traceId, parentSpanId }: ReceivedSpan): ReceivedSpan | undefined {
    return this.#byId.get(`${traceId} ${parentSpanId}`);
  }

  /** Names from the span up to the first one of its trace; ends with `?` where a parent is missing. */
  ancestry(span: ReceivedSpan): string[] {
    if (!span.parentSpanId) return [span.name];
    const parent = this.parentOf(span);
    return [span.name, ...(parent ? this.ancestry(parent) : ['?'])];
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  #keep({ resourceSpans }: TraceRequest): void {
    for (const { resource, scopeSpans } of resourceSpans) {
      const service = resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? '';
      for (const span of scopeSpans.flatMap(({ spans }) => spans)) {
        this.spans.push({ ...span, service });
        this.#byId.set(`${span.traceId} ${span.spanId}`, span);
      }
    }
  }
}
