import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { answeringServer, type ServedBy } from './answering-server';
import { controlServer } from './control-api';
import { FaultPlan, type FaultAction } from './fault-plan';
import { GraphApi, graphOperation, unitsOf } from './graph-api';
import { GraphFault, notFound } from './graph-fault';
import type { SiteIdentity } from './graph-shapes';
import type { JournalEntry } from './journal';
import { Library } from './library';
import { DEFAULT_SETTINGS, type SimulatorSettings } from './settings';
import type { SimulatedReply, SimulatedRequest } from './simulated-request';
import { Throttle } from './throttle';
import { TokenEndpoint, type RegisteredApp } from './token-endpoint';
import { UploadSessions } from './upload-sessions';
import { VirtualClock } from './virtual-clock';

export interface SimulatorOptions {
  /** Port of the Graph API; the others take the next free ones unless it is 0. */
  port: number;
  app: RegisteredApp;
  /** Who reads everything that inherits from the library. */
  libraryReaders: string[];
}

/** Where a running simulator listens, and how to sign in; each server is an origin of its own. */
export interface SimulatorAddress {
  graphUrl: string;
  authorityUrl: string;
  uploadUrl: string;
  controlUrl: string;
  tenantId: string;
  clientId: string;
  clientSecret: string;
  driveId: string;
  siteId: string;
}

/** Sites, drives and uploads of Graph in one process, as strict as the documentation and reported behaviour allow. */
export class GraphSimulator {
  readonly clock = new VirtualClock();
  readonly faults = new FaultPlan();
  readonly journal: JournalEntry[] = [];
  settings: SimulatorSettings = { ...DEFAULT_SETTINGS };
  library!: Library;
  sessions!: UploadSessions;
  throttle!: Throttle;
  readonly tokens: TokenEndpoint;
  private api!: GraphApi;
  private readonly servers: Record<'graph' | 'token' | 'upload' | 'control', Server>;
  private readonly site: SiteIdentity = {
    siteId: `contoso.sharepoint.com,${randomUUID()},${randomUUID()}`,
    siteName: 'meters',
    host: 'contoso.sharepoint.com',
    driveId: `b!${randomUUID().replaceAll('-', '')}`,
  };

  constructor(private readonly options: SimulatorOptions) {
    this.tokens = new TokenEndpoint(
      options.app,
      () => this.settings,
      this.clock,
      () => [new URL(this.originOf('graph')).origin, 'https://graph.microsoft.com'],
    );
    this.reset();
    this.servers = {
      graph: answeringServer(this.served('graph')),
      token: answeringServer(this.served('token')),
      upload: answeringServer(this.served('upload')),
      control: controlServer(this),
    };
  }

  /** Back to an empty library with default settings; addresses and credentials stay. */
  reset(): void {
    this.settings = { ...DEFAULT_SETTINGS };
    this.clock.reset();
    this.faults.clear();
    this.journal.length = 0;
    const settings = () => this.settings;
    this.library = new Library(settings, this.clock, this.options.libraryReaders);
    this.sessions = new UploadSessions(this.library, settings, this.clock);
    this.throttle = new Throttle(settings, this.clock);
    const { library, sessions, site } = this;
    const [graphUrl, uploadUrl] = [() => this.originOf('graph'), () => this.originOf('upload')];
    this.api = new GraphApi({ library, sessions, site, settings, graphUrl, uploadUrl });
  }

  async start(): Promise<SimulatorAddress> {
    let port = this.options.port;
    for (const server of Object.values(this.servers)) {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
      if (port !== 0) port++;
    }
    const { tenantId, clientId, clientSecret } = this.options.app;
    return {
      graphUrl: this.urlOf('graph'),
      authorityUrl: this.urlOf('token'),
      uploadUrl: this.urlOf('upload'),
      controlUrl: this.urlOf('control'),
      tenantId,
      clientId,
      clientSecret,
      driveId: this.site.driveId,
      siteId: this.site.siteId,
    };
  }

  async stop(): Promise<void> {
    for (const server of Object.values(this.servers)) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  private urlOf(server: keyof typeof this.servers): string {
    return `http://127.0.0.1:${(this.servers[server].address() as AddressInfo).port}`;
  }

  private originOf(server: JournalEntry['server']): string {
    return this.settings.publicOrigins?.[server] ?? this.urlOf(server);
  }

  private served(server: JournalEntry['server']): ServedBy {
    const { clock, faults, journal } = this;
    return {
      server,
      clock,
      faults,
      journal,
      bytesPerSecond: () => this.settings.bytesPerSecond,
      before: (action) => this.strike(action),
      operationOf: (request) => this.operationOf(server, request),
      answer: (request, operation) => {
        if (server === 'token')
          return this.tokens.answer(request, `${this.originOf('token')}${request.path}`);
        const authorised = this.tokens.isValid(request.headers.authorization);
        if (server === 'graph' && !authorised) {
          throw new GraphFault(
            401,
            'InvalidAuthenticationToken',
            'Access token is missing, expired or wrong.',
          );
        }
        const headers = this.throttle.charge(unitsOf(operation));
        const reply = server === 'graph' ? this.api.answer(request) : this.upload(request);
        return { ...reply, headers: { ...headers, ...reply.headers } };
      },
    };
  }

  private operationOf(server: JournalEntry['server'], request: SimulatedRequest): JournalEntry['operation'] {
    if (server === 'token') return 'token';
    if (server === 'graph') return graphOperation(request.method, request.path);
    if (request.method === 'GET') return 'session-status';
    if (request.method === 'DELETE') return 'cancel';
    return this.sessions.isLast(sessionId(request), request) ? 'last-range' : 'range';
  }

  /** What happens at the upload host; the URL carries its own secret. */
  private upload(request: SimulatedRequest): SimulatedReply {
    if (request.headers.authorization !== undefined && this.settings.uploadRefusesToken) {
      throw new GraphFault(401, 'unauthenticated', 'No Authorization header is expected here.');
    }
    const id = sessionId(request);
    const secret = request.query.get('tempauth');
    switch (request.method) {
      case 'GET':
        return { status: 200, body: this.sessions.status(id, secret) };
      case 'DELETE':
        this.sessions.cancel(id, secret);
        return { status: 204 };
      case 'POST': {
        const { item, created } = this.sessions.commit(id, secret);
        return { status: created ? 201 : 200, body: this.api.show(item) };
      }
      case 'PUT': {
        const outcome = this.sessions.receive(id, secret, request);
        if (outcome.kind === 'more') return { status: 202, body: outcome.body };
        return { status: outcome.created ? 201 : 200, body: this.api.show(outcome.item) };
      }
      default:
        throw notFound();
    }
  }

  private strike(action: FaultAction): void {
    if (action.kind === 'end-sessions') this.sessions.endAll();
    if (action.kind === 'void-tokens') this.tokens.voidAll();
  }
}

function sessionId(request: SimulatedRequest): string {
  return request.path.replace(/^\/up\//, '');
}
