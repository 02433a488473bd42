import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** One thing that goes wrong, for the next matching requests. */
export interface Trouble {
  /** Told from `METHOD path`, decoded. */
  when: RegExp;
  times?: number;
  /** Undefined: the connection ends without an answer. */
  answer?: { status: number; headers?: Record<string, string>; body?: string };
  /** Only the answer is lost or changed: the work is done. */
  isDone?: boolean;
  effect?: () => void;
}

/** What this server does otherwise than its neighbours. */
export interface PlainHabits {
  hashes?: 'from the second look' | 'never';
  /** Bytes are to be had from the other server, under an address with a secret. */
  isContentElsewhere?: boolean;
  mostInOneRequest?: number;
  tokenLifetime?: number | string | undefined;
  hasNulls?: boolean;
  hasRoot?: boolean;
}

interface Entry {
  id: string;
  name: string;
  /** Undefined: a folder. */
  content?: Buffer;
  looks: number;
}

const FORBIDDEN = /["*:<>?/\\|]/;
const UNIT = 320 * 1024;

/**
 * Another Graph, as somebody else might write it in an afternoon: it shares no line with the simulator, knows only
 * what an upload needs, answers 404 pages of HTML to everything else, and is lax or unusual wherever the documentation
 * lets it: no token_type, no request ids, other spellings of headers, 200 for 201, no parentReference, no hashes in the
 * answer to an upload, ranges with ends and several at once, no content length.
 */
export class PlainGraphServer {
  readonly driveId = 'b!-RIj2DuyvEyV1T4NlOaMHk8XkS_I8MdFlUCq1BlcjgmhRfAj3-Z8RY2VpuvV_tpd';
  readonly clientSecret = 'q~plain.secret';
  readonly habits: PlainHabits = {
    hashes: 'from the second look',
    mostInOneRequest: 4 * 2 ** 20,
    tokenLifetime: '3599',
    hasRoot: true,
  };
  /** Requests with a token to addresses that carry their own secret. */
  tokensWhereNoneBelongs = 0;
  readonly requests: string[] = [];
  readonly troubles: Trouble[] = [];
  /** By path in lower case. */
  readonly entries = new Map<string, Entry>();
  private readonly sessions = new Map<
    string,
    { path: string; name: string; parts: Buffer[]; total: number }
  >();
  private readonly graph = createServer((asked, answered) => void this.serve(asked, answered, 'graph'));
  private readonly uploads = createServer((asked, answered) => void this.serve(asked, answered, 'uploads'));
  private token = '';

  async start(): Promise<void> {
    for (const server of [this.graph, this.uploads]) await once(server.listen(0, '127.0.0.1'), 'listening');
  }

  async stop(): Promise<void> {
    for (const server of [this.graph, this.uploads]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  get url(): string {
    return addressOf(this.graph);
  }

  forgetSessions(): void {
    this.sessions.clear();
  }

  makeFolder(path: string): void {
    this.entries.set(path.toLowerCase(), { id: idFor(path), name: path.split('/').at(-1) ?? '', looks: 0 });
  }

  put(path: string, content: Buffer): Entry {
    const name = path.split('/').at(-1) ?? '';
    const entry = { id: idFor(path), name, content, looks: 0 };
    this.entries.set(path.toLowerCase(), entry);
    return entry;
  }

  private async serve(asked: IncomingMessage, answered: ServerResponse, server: 'graph' | 'uploads') {
    const [path = '', query = ''] = (asked.url ?? '').split('?');
    const line = `${asked.method} ${decodeURIComponent(path)}`;
    this.requests.push(line);
    const trouble = this.troubles.find(({ when, times = 1 }) => times > 0 && when.test(line));
    if (trouble) trouble.times = (trouble.times ?? 1) - 1;
    trouble?.effect?.();
    const body = await buffer(asked).catch(() => Buffer.alloc(0));
    if (trouble && !trouble.isDone) return end(answered, trouble.answer);
    const parameters = new URLSearchParams(query);
    const [status, reply] =
      server === 'graph'
        ? this.answerGraph(asked, path, parameters, body)
        : this.answerUpload(asked, path, parameters, body);
    if (trouble) return end(answered, trouble.answer);
    if (Buffer.isBuffer(reply)) return void answered.writeHead(status).end(reply);
    answered.writeHead(status, {
      ...(status === 302 && typeof reply === 'string' ? { Location: reply } : {}),
      'CONTENT-TYPE': typeof reply === 'string' ? 'text/html' : 'application/json; odata.metadata=minimal',
      'Transfer-Encoding': 'chunked',
      connection: 'close',
    });
    answered.end(typeof reply === 'string' ? reply : JSON.stringify(reply));
  }

  private answerGraph(asked: IncomingMessage, path: string, query: URLSearchParams, body: Buffer): Reply {
    if (path === '/contoso/oauth2/v2.0/token') return this.issue(new URLSearchParams(body.toString()));
    if (asked.headers.authorization !== `Bearer ${this.token}` || this.token === '') return [401, ''];
    const base = `/v1.0/drives/${this.driveId}`;
    if (!path.startsWith(base)) return NOT_FOUND;
    const [start = '', below = '', action = ''] = path.slice(base.length).split(/:\/|:$/);
    const place = this.placeOf(start, below);
    if (place === undefined) return NOT_FOUND;
    const call = `${asked.method} ${action}`;
    if (call === 'GET ') return start.endsWith('/content') ? this.read(place) : this.show(place);
    if (call === 'DELETE ') return this.entries.delete(place.toLowerCase()) ? [204, ''] : NOT_FOUND;
    const name = place.split('/').at(-1) ?? '';
    if (FORBIDDEN.test(name)) return [400, ''];
    if (call === 'PUT content') {
      if (asked.headers['content-length'] === undefined) return [411, ''];
      if (body.length > (this.habits.mostInOneRequest ?? 0)) return [413, ''];
      if (this.isTaken(place, query.get('@microsoft.graph.conflictBehavior'))) return TAKEN;
      const { id } = this.put(place, body);
      return [200, { id, name, size: body.length, file: { mimeType: 'text/csv' }, shared: null }];
    }
    if (call !== 'POST createUploadSession') return NOT_FOUND;
    const item = (JSON.parse(body.toString() || '{}') as { item?: Record<string, unknown> }).item ?? {};
    if (this.isTaken(place, item['@microsoft.graph.conflictBehavior'])) return TAKEN;
    if ([...this.sessions.values()].some((open) => open.path === place.toLowerCase())) return TAKEN;
    const key = randomBytes(9).toString('base64url');
    this.sessions.set(key, { path: place.toLowerCase(), name: place, parts: [], total: 0 });
    const uploadUrl = `${addressOf(this.uploads)}/sites/x/_api/v2.0/up?guid='${key}'&tempauth=v1.${key}`;
    return [200, { uploadUrl, expirationDateTime: '2099-01-01T00:00:00Z', nextExpectedRanges: ['0-'] }];
  }

  /** The bytes of a file, or where they are. */
  private read(place: string): Reply {
    const content = this.entries.get(place.toLowerCase())?.content;
    if (!content) return NOT_FOUND;
    if (!this.habits.isContentElsewhere) return [200, content];
    return [302, `${addressOf(this.uploads)}/download?tempauth=${Buffer.from(place).toString('base64url')}`];
  }

  private answerUpload(asked: IncomingMessage, path: string, query: URLSearchParams, body: Buffer): Reply {
    if (asked.headers.authorization !== undefined) {
      this.tokensWhereNoneBelongs++;
      return [401, ''];
    }
    if (path === '/download') {
      const place = Buffer.from(query.get('tempauth') ?? '', 'base64url').toString();
      return [200, this.entries.get(place.toLowerCase())?.content ?? Buffer.alloc(0)];
    }
    const key = (query.get('guid') ?? '').replaceAll("'", '');
    const session = this.sessions.get(key);
    if (!session) return NOT_FOUND;
    const have = session.parts.reduce((sum, part) => sum + part.length, 0);
    if (asked.method === 'DELETE') return this.sessions.delete(key) ? [204, ''] : NOT_FOUND;
    if (asked.method === 'GET') return [200, { nextExpectedRanges: wanted(have, session.total) }];
    const [, from, to, total] = (
      /^bytes (\d+)-(\d+)\/(\d+)$/.exec(asked.headers['content-range'] ?? '') ?? []
    ).map(Number);
    if (from === undefined || to === undefined || total === undefined || to - from + 1 !== body.length)
      return [400, ''];
    if (from !== have) return [416, ''];
    if (to + 1 < total && body.length % UNIT !== 0) return [400, ''];
    session.parts.push(body);
    session.total = total;
    if (to + 1 < total) return [202, { nextExpectedRanges: wanted(to + 1, total) }];
    this.sessions.delete(key);
    const { id } = this.put(session.name, Buffer.concat(session.parts));
    return [200, { id, name: session.name.split('/').at(-1), size: total }];
  }

  private issue(form: URLSearchParams): Reply {
    const isGood =
      form.get('client_secret') === this.clientSecret && form.get('scope')?.includes('/.default');
    if (!isGood) return [401, { error: 'invalid_client', error_description: 'AADSTS7000215' }];
    this.token = randomBytes(24).toString('base64url');
    return [200, { access_token: this.token, expires_in: this.habits.tokenLifetime }];
  }

  /** Path of what is addressed, whether or not it is there; undefined if its folder is not. */
  private placeOf(start: string, below: string): string | undefined {
    const relative = below
      .split('/')
      .filter((part) => part !== '')
      .map(decodeURIComponent);
    if (start === '/root') return relative.join('/');
    const id = start.replace(/^\/items\/|\/content$/g, '');
    const folder = [...this.entries].find(([, entry]) => entry.id === id);
    return folder && [...pathOf(this.entries, folder[0]), ...relative].join('/');
  }

  private isTaken(place: string, behaviour: unknown): boolean {
    return this.entries.has(place.toLowerCase()) && behaviour === 'fail';
  }

  private show(place: string): Reply {
    if (place === '' && !this.habits.hasRoot) return NOT_FOUND;
    if (place === '') return [200, { id: 'root', name: 'root', root: {}, folder: {} }];
    const entry = this.entries.get(place.toLowerCase());
    if (!entry) return NOT_FOUND;
    const { id, name, content } = entry;
    const nulls = this.habits.hasNulls ? { eTag: null, webUrl: null, root: null, parentReference: null } : {};
    if (!content) return [200, { ...nulls, id, name, folder: { childCount: 1 }, 'odata.extra': [] }];
    const isHashed = entry.looks++ > 0 && this.habits.hashes !== 'never';
    const hashes = isHashed ? { quickXorHash: slowQuickXorHash(content), crc32Hash: '0' } : {};
    const webUrl = `https://x/${id}`;
    return [200, { webUrl, ...nulls, id, name, size: content.length, file: { hashes }, cTag: 'x' }];
  }
}

type Reply = [status: number, body: object | string | Buffer];

const NOT_FOUND: Reply = [404, '<!doctype html><title>Not here</title>'];
const TAKEN: Reply = [409, { error: { code: 'nameAlreadyExists' } }];

function end(answered: ServerResponse, answer: Trouble['answer']): void {
  if (!answer) return void answered.destroy();
  answered.writeHead(answer.status, answer.headers).end(answer.body);
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const idFor = (path: string) =>
  `01${createHash('md5').update(path.toLowerCase()).digest('hex').toUpperCase()}`;

function pathOf(entries: Map<string, Entry>, key: string): string[] {
  const parts = key.split('/');
  return parts.map(
    (_, depth) => entries.get(parts.slice(0, depth + 1).join('/'))?.name ?? parts[depth] ?? '',
  );
}

/** With ends, and in two pieces, as a server that keeps blocks may tell it. */
function wanted(have: number, total: number): string[] {
  if (total === 0) return ['0-'];
  const middle = have + UNIT;
  return middle < total ? [`${have}-${middle - 1}`, `${middle}-${total - 1}`] : [`${have}-${total - 1}`];
}

/** Bit by bit from the published description, with a big integer: slow, and nobody else's code. */
function slowQuickXorHash(content: Buffer): string {
  const ring = (1n << 160n) - 1n;
  const cells = new Map<number, number>();
  content.forEach((byte, index) =>
    cells.set((index * 11) % 160, (cells.get((index * 11) % 160) ?? 0) ^ byte),
  );
  let hash = 0n;
  for (const [shift, byte] of cells) {
    const shifted = BigInt(byte) << BigInt(shift);
    hash ^= (shifted & ring) | (shifted >> 160n);
  }
  hash ^= BigInt(content.length) << 96n;
  const bytes = Buffer.from(hash.toString(16).padStart(40, '0'), 'hex').reverse();
  return bytes.toString('base64');
}
