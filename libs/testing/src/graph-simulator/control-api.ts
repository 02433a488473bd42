import { createServer, type Server } from 'node:http';
import type { Fault } from './fault-plan';
import type { GraphSimulator } from './graph-simulator';
import type { Item } from './library';
import type { SimulatorSettings } from './settings';
import { jsonBody, readRequest, type SimulatedRequest } from './simulated-request';

/** An item as a test sees it from behind the API. */
export interface InspectedItem {
  path: string;
  isFolder: boolean;
  size: number;
  sha256: string | null;
  contentVersion: number;
  /** Everybody who can read it. */
  readers: string[];
}

export interface SimulatorState {
  items: InspectedItem[];
  openSessions: number;
  violations: number;
  throttled: number;
  now: number;
}

/** For tests and rehearsals: settings, faults, time, and a look behind the API. Not part of Graph. */
export function controlServer(simulator: GraphSimulator): Server {
  // A test that pauses longer than the default of five seconds would meet a connection that is just being closed.
  return createServer({ keepAliveTimeout: 600_000 }, (message, response) => {
    void readRequest(message, null).then((request) => {
      try {
        const result = control(simulator, request);
        const bytes = Buffer.isBuffer(result) ? result : Buffer.from(JSON.stringify(result ?? {}));
        response.writeHead(200).end(bytes);
      } catch (error) {
        response.writeHead(400).end(String(error));
      }
    });
  });
}

function control(simulator: GraphSimulator, request: SimulatedRequest): unknown {
  const body = jsonBody(request) ?? {};
  const path = (request.query.get('path') ?? '').split('/').filter((segment) => segment !== '');
  switch (`${request.method} ${request.path}`) {
    case 'POST /reset':
      return simulator.reset();
    case 'POST /settings':
      return void Object.assign(simulator.settings, body as Partial<SimulatorSettings>);
    case 'POST /faults':
      return simulator.faults.add(body as unknown as Fault);
    case 'DELETE /faults':
      return simulator.faults.clear();
    case 'POST /clock':
      return moveClock(simulator, body);
    case 'GET /state':
      return stateOf(simulator);
    case 'GET /journal':
      return simulator.journal;
    case 'GET /content':
      return contentOf(simulator, path);
    case 'PUT /folder':
      return void makeFolder(simulator, path);
    case 'PUT /content':
      return plant(simulator, path, request.chunks);
    case 'DELETE /item':
      return simulator.library.remove(itemAt(simulator, path));
    default:
      throw new Error(`The control API has no ${request.method} ${request.path}`);
  }
}

function moveClock(simulator: GraphSimulator, body: Record<string, unknown>): object {
  if (typeof body['freezeAt'] === 'number') simulator.clock.freezeAt(body['freezeAt']);
  if (typeof body['advanceMs'] === 'number') simulator.clock.advance(body['advanceMs']);
  return { now: simulator.clock.now() };
}

function stateOf(simulator: GraphSimulator): SimulatorState {
  const { library, sessions, throttle, clock } = simulator;
  const inspect = (item: Item): InspectedItem => ({
    path: library.pathOf(item).replace(/^\//, ''),
    isFolder: item.chunks === undefined,
    size: item.size,
    sha256: library.sha256(item) ?? null,
    contentVersion: item.contentVersion,
    readers: library.readersOf(item),
  });
  const { violations, throttled } = throttle;
  const items = library
    .all()
    .filter((item) => item.parentId !== undefined)
    .map(inspect);
  return { items, openSessions: sessions.count(), violations, throttled, now: clock.now() };
}

function itemAt(simulator: GraphSimulator, path: string[]): Item {
  const item = simulator.library.byPath(simulator.library.rootId, path);
  if (!item) throw new Error(`There is no ${path.join('/')}`);
  return item;
}

function contentOf(simulator: GraphSimulator, path: string[]): Buffer {
  return Buffer.concat(itemAt(simulator, path).chunks ?? []);
}

function makeFolder({ library }: GraphSimulator, path: string[]): string {
  return path.reduce(
    (parentId, name) => library.createFolder(parentId, name, 'replace').item.id,
    library.rootId,
  );
}

function plant(simulator: GraphSimulator, path: string[], chunks: Buffer[]): void {
  const parentId = makeFolder(simulator, path.slice(0, -1));
  const item = simulator.library.putFile(parentId, path.at(-1) ?? '', chunks, 'replace').item;
  item.invisibleReads = 0;
}
