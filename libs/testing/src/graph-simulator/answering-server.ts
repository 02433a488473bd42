import { randomUUID } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { FaultAction, FaultPlan, Operation } from './fault-plan';
import { GraphFault } from './graph-fault';
import type { JournalEntry } from './journal';
import { readRequest, type SimulatedReply, type SimulatedRequest } from './simulated-request';
import type { VirtualClock } from './virtual-clock';

const PAGE = '<html><body>The gateway is unwell.</body></html>';

export interface ServedBy {
  server: JournalEntry['server'];
  clock: VirtualClock;
  faults: FaultPlan;
  journal: JournalEntry[];
  /** How fast bodies are read; null: as they come. */
  bytesPerSecond(): number | null;
  operationOf(request: SimulatedRequest): Operation;
  /** Faults that concern more than the answer. */
  before(action: FaultAction): void;
  /** @throws GraphFault */
  answer(request: SimulatedRequest, operation: Operation): SimulatedReply;
}

/** An HTTP server whose answers go through the fault plan and into the journal. */
export function answeringServer(served: ServedBy): Server {
  // As in the control API: a client that pauses must not meet a connection that is just being closed.
  return createServer({ keepAliveTimeout: 600_000 }, (message, response) => {
    message.on('error', () => undefined);
    void readRequest(message, served.bytesPerSecond()).then((request) => serve(served, request, response));
  });
}

async function serve(served: ServedBy, request: SimulatedRequest, response: ServerResponse): Promise<void> {
  const operation = served.operationOf(request);
  const action = served.faults.take(operation, request.path);
  const entry: JournalEntry = {
    number: served.journal.length,
    at: served.clock.now(),
    server: served.server,
    operation,
    method: request.method,
    path: request.path,
    headers: request.headers,
    bytes: request.bytes,
    status: undefined,
  };
  served.journal.push(entry);
  if (action) served.before(action);
  if (action?.kind === 'refuse')
    return send(response, request, refusal(action, request, served.clock), entry);
  if (action?.kind === 'drop' && action.when === 'before') return void response.destroy();
  if (action?.kind === 'hang' && action.when === 'before') return;
  const received = action?.kind === 'break' ? firstPart(request, action.afterBytes) : request;
  const reply = answerOrError(served, received, operation);
  if (action?.kind === 'drop' || action?.kind === 'break') return void response.destroy();
  if (action?.kind === 'hang') return;
  if (action?.kind === 'delay') await delay(action.ms);
  if (action?.kind === 'lie') return send(response, request, refusal(action, request, served.clock), entry);
  if (action?.kind === 'damage' && reply.status < 300)
    return sendDamaged(response, request, reply, action.how, entry);
  if (typeof reply.body === 'object' && !Buffer.isBuffer(reply.body)) entry.answer = reply.body;
  send(response, request, reply, entry);
}

function firstPart(request: SimulatedRequest, bytes: number): SimulatedRequest {
  const part = Buffer.concat(request.chunks).subarray(0, bytes);
  return { ...request, chunks: [part], bytes: part.length, complete: false };
}

function answerOrError(served: ServedBy, request: SimulatedRequest, operation: Operation): SimulatedReply {
  try {
    return served.answer(request, operation);
  } catch (error) {
    return errorReply(error, request, served.clock);
  }
}

function errorReply(error: unknown, request: SimulatedRequest, clock: VirtualClock): SimulatedReply {
  const fault =
    error instanceof GraphFault
      ? error
      : new GraphFault(500, 'generalException', `simulator: ${String(error)}`);
  const innerError = {
    ...(fault.innerCode === undefined ? {} : { code: fault.innerCode }),
    date: new Date(clock.now()).toISOString(),
    'request-id': randomUUID(),
    'client-request-id': request.headers['client-request-id'] ?? randomUUID(),
  };
  const body = { error: { code: fault.code, message: fault.message, innerError } };
  return { status: fault.status, headers: fault.headers, body };
}

function refusal(
  action: FaultAction & { kind: 'refuse' | 'lie' },
  request: SimulatedRequest,
  clock: VirtualClock,
): SimulatedReply {
  const { status, retryAfter, html } = action;
  const code = (action.kind === 'refuse' && action.code) || 'generalException';
  const headers: Record<string, string> = {
    ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
    ...(status === 302 ? { location: 'http://127.0.0.1:9/elsewhere' } : {}),
  };
  const reply = errorReply(new GraphFault(status, code, 'injected', undefined, headers), request, clock);
  return html ? { ...reply, body: PAGE } : reply;
}

function bytesOf(reply: SimulatedReply): { bytes: Buffer; type: string } {
  if (reply.body === undefined) return { bytes: Buffer.alloc(0), type: 'text/plain' };
  if (Buffer.isBuffer(reply.body)) return { bytes: reply.body, type: 'application/octet-stream' };
  if (typeof reply.body === 'string') return { bytes: Buffer.from(reply.body), type: 'text/html' };
  return { bytes: Buffer.from(JSON.stringify(reply.body)), type: 'application/json' };
}

function head(
  request: SimulatedRequest,
  reply: SimulatedReply,
  type: string,
  length: number,
): Record<string, string> {
  return {
    'content-type': type,
    'content-length': String(length),
    'request-id': randomUUID(),
    'client-request-id': String(request.headers['client-request-id'] ?? ''),
    'x-ms-ags-diagnostic': '{"ServerInfo":{"DataCenter":"Simulator"}}',
    ...reply.headers,
  };
}

function send(
  response: ServerResponse,
  request: SimulatedRequest,
  reply: SimulatedReply,
  entry: JournalEntry,
): void {
  const { bytes, type } = bytesOf(reply);
  entry.status = reply.status;
  if (response.destroyed) return;
  response.writeHead(reply.status, head(request, reply, type, bytes.length)).end(bytes);
}

function sendDamaged(
  response: ServerResponse,
  request: SimulatedRequest,
  reply: SimulatedReply,
  how: (FaultAction & { kind: 'damage' })['how'],
  entry: JournalEntry,
): void {
  if (how === 'html') return send(response, request, { ...reply, body: PAGE }, entry);
  if (how === 'empty') return send(response, request, { ...reply, body: '' }, entry);
  if (how === 'cut') {
    const { bytes, type } = bytesOf(reply);
    entry.status = reply.status;
    response.writeHead(reply.status, head(request, reply, type, bytes.length + 10));
    response.write(bytes, () => response.destroy());
    return;
  }
  const item = reply.body as { size?: number; file?: object };
  const wrong = how === 'wrong-size' ? { size: (item.size ?? 0) + 1 } : { file: wrongHash(item.file) };
  send(response, request, { ...reply, body: { ...item, ...wrong } }, entry);
}

function wrongHash(file: object | undefined): object {
  return { ...file, hashes: { quickXorHash: 'AAAAAAAAAAAAAAAAAAAAAAAAAAE=' } };
}
