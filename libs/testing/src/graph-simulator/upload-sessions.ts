import { randomUUID } from 'node:crypto';
import { GraphFault, invalidRequest, nameTaken, notFound } from './graph-fault';
import type { ConflictBehavior, Item, Library } from './library';
import type { SimulatorSettings } from './settings';
import type { SimulatedRequest } from './simulated-request';
import type { VirtualClock } from './virtual-clock';

const IDLE_MS = 15 * 60_000;
const SECRET_LIFETIME_MS = 24 * 3_600_000;
const UNIT_BYTES = 320 * 1024;
const RANGE_LIMIT_BYTES = 60 * 2 ** 20;

interface Session {
  id: string;
  secret: string;
  parentId: string;
  name: string;
  behavior: ConflictBehavior;
  deferCommit: boolean;
  createdAt: number;
  expiresAt: number;
  total: number | undefined;
  received: number;
  chunks: Buffer[];
  misaligned: boolean;
  onExistingItem: boolean;
}

interface SessionState {
  '@odata.context': string;
  expirationDateTime: string;
  nextExpectedRanges: string[];
}

export type RangeOutcome =
  { kind: 'more'; body: object } | { kind: 'committed'; item: Item; created: boolean };

/** Files that arrive in ranges; nothing is visible before the last one. */
export class UploadSessions {
  private readonly sessions = new Map<string, Session>();

  constructor(
    private readonly library: Library,
    private readonly settings: () => SimulatorSettings,
    private readonly clock: VirtualClock,
  ) {}

  create(
    parentId: string,
    name: string,
    body: Record<string, unknown> | undefined,
  ): { id: string; secret: string; body: object } {
    const item = (body?.['item'] ?? {}) as Record<string, unknown>;
    if ('fileSize' in item || '@odata.type' in item) throw invalidRequest('The request is malformed.');
    if (typeof item['name'] === 'string' && item['name'] !== name) {
      throw invalidRequest('The name in the body differs from that in the URL.');
    }
    const behavior = (item['@microsoft.graph.conflictBehavior'] ?? 'replace') as ConflictBehavior;
    const open = [...this.sessions.values()].some(
      (other) => this.isLive(other) && isSame(other, parentId, name),
    );
    if (open) throw nameTaken('A file with the same name is currently being uploaded.');
    const atCreation = this.settings().quotaCheckedAt === 'create';
    this.library.assertWritable(parentId, name, behavior, atCreation ? 1 : 0);
    const now = this.clock.now();
    const session: Session = {
      id: randomUUID(),
      secret: randomUUID(),
      parentId,
      name,
      behavior,
      deferCommit: body?.['deferCommit'] === true,
      createdAt: now,
      expiresAt: now + IDLE_MS,
      total: undefined,
      received: 0,
      chunks: [],
      misaligned: false,
      onExistingItem: this.library.child(parentId, name) !== undefined,
    };
    this.sessions.set(session.id, session);
    return { id: session.id, secret: session.secret, body: this.state(session) };
  }

  status(id: string, secret: string | null): object {
    return this.state(this.live(id, secret));
  }

  cancel(id: string, secret: string | null): void {
    this.live(id, secret);
    this.sessions.delete(id);
  }

  commit(id: string, secret: string | null): { item: Item; created: boolean } {
    const session = this.live(id, secret);
    if (session.total === undefined || session.received < session.total)
      throw invalidRequest('Not all bytes have come.');
    return this.publish(session);
  }

  isLast(id: string, request: SimulatedRequest): boolean {
    const range = contentRange(request);
    return this.sessions.has(id) && range !== undefined && range.end + 1 === range.total;
  }

  receive(id: string, secret: string | null, request: SimulatedRequest): RangeOutcome {
    const session = this.live(id, secret);
    if (this.settings().existingItemSession404 && session.onExistingItem)
      throw notFound('uploadSessionNotFound');
    const range = this.checkedRange(session, request);
    if (!request.complete && this.settings().brokenRange === 'discard') throw invalidRequest('Incomplete.');
    session.total = range.total;
    session.chunks.push(...request.chunks);
    session.received += request.bytes;
    session.expiresAt = this.clock.now() + IDLE_MS;
    if (!request.complete || session.received < range.total) {
      const { nextExpectedRanges, ...rest } = this.state(session);
      const told = this.settings().nextRanges === 'none' ? {} : { nextExpectedRanges };
      return { kind: 'more', body: { ...rest, ...told } };
    }
    if (session.misaligned) throw invalidRequest('A fragment was no multiple of 320 KiB.');
    if (session.deferCommit)
      return { kind: 'more', body: { ...this.state(session), nextExpectedRanges: [] } };
    return { kind: 'committed', ...this.publish(session) };
  }

  endAll(): void {
    this.sessions.clear();
  }

  count(): number {
    return [...this.sessions.values()].filter((session) => this.isLive(session)).length;
  }

  private checkedRange(session: Session, request: SimulatedRequest): { end: number; total: number } {
    if (request.chunked)
      throw invalidRequest(
        'The size of the provided stream is not known. Make sure the request is not chunked.',
      );
    const range = contentRange(request);
    if (!range) throw invalidRequest('The Content-Range header is missing or malformed.');
    const length = range.end - range.start + 1;
    if (length !== Number(request.headers['content-length']))
      throw invalidRequest('The Content-Range header length does not match the content.');
    if (length >= RANGE_LIMIT_BYTES)
      throw new GraphFault(413, 'invalidRequest', 'Too large.', 'maxFragmentLengthExceeded');
    if (session.total !== undefined && session.total !== range.total)
      throw invalidRequest('The total changed.', 'fragmentLengthMismatch');
    const misplaced = range.start < session.received ? 'fragmentOverlap' : 'fragmentOutOfOrder';
    if (range.start !== session.received)
      throw new GraphFault(416, 'invalidRange', 'The range is not expected.', misplaced);
    if (range.end + 1 < range.total && length % UNIT_BYTES !== 0) {
      if (this.settings().misalignedRange === 'refuse') throw invalidRequest('No multiple of 320 KiB.');
      session.misaligned = true;
    }
    return range;
  }

  private publish(session: Session): { item: Item; created: boolean } {
    this.library.assertWritable(session.parentId, session.name, session.behavior, session.received);
    const published = this.library.putFile(session.parentId, session.name, session.chunks, session.behavior);
    this.sessions.delete(session.id);
    return published;
  }

  private live(id: string, secret: string | null): Session {
    const session = this.sessions.get(id);
    if (!session || session.secret !== secret || !this.isLive(session))
      throw notFound('uploadSessionNotFound');
    if (this.clock.now() > session.createdAt + SECRET_LIFETIME_MS) {
      throw new GraphFault(401, 'unauthenticated', 'The token has expired.', 'expiredToken');
    }
    return session;
  }

  private isLive(session: Session): boolean {
    return session.expiresAt > this.clock.now();
  }

  private state(session: Session): SessionState {
    const { nextRanges } = this.settings();
    const end = session.total === undefined ? '' : session.total - 1;
    const range = nextRanges === 'closed' ? `${session.received}-${end}` : `${session.received}-`;
    return {
      '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#microsoft.graph.uploadSession',
      expirationDateTime: new Date(session.expiresAt).toISOString(),
      nextExpectedRanges: [range],
    };
  }
}

function isSame(session: Session, parentId: string, name: string): boolean {
  return session.parentId === parentId && session.name.toLowerCase() === name.toLowerCase();
}

function contentRange(request: SimulatedRequest): { start: number; end: number; total: number } | undefined {
  const found = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(request.headers['content-range'] ?? '');
  if (!found) return undefined;
  const [start = 0, end = 0, total = 0] = found.slice(1).map(Number);
  return end < start || end >= total ? undefined : { start, end, total };
}
