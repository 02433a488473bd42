import { GraphFault, invalidRequest, notFound } from './graph-fault';
import type { Operation } from './fault-plan';
import { parseGraphPath, type GraphPath } from './graph-path';
import { drive, driveItem, eTagOf, permissions, siteBody, type SiteIdentity } from './graph-shapes';
import type { ConflictBehavior, Item, Library } from './library';
import type { SimulatorSettings } from './settings';
import { jsonBody, type SimulatedReply, type SimulatedRequest } from './simulated-request';
import type { UploadSessions } from './upload-sessions';

type ItemPath = GraphPath & { kind: 'item' };

export interface GraphApiParts {
  library: Library;
  sessions: UploadSessions;
  site: SiteIdentity;
  settings: () => SimulatorSettings;
  /** Base of the URLs of this API and of the upload host, another origin. */
  graphUrl: () => string;
  uploadUrl: () => string;
}

const UNITS: Partial<Record<Operation, number>> = {
  find: 1,
  'session-status': 1,
  content: 1,
  permissions: 5,
  token: 0,
};
const DEFAULT_PAGE = 200;

export function unitsOf(operation: Operation): number {
  return UNITS[operation] ?? 2;
}

/** What a request to the API is, for faults, prices and the journal. */
export function graphOperation(method: string, path: string): Operation {
  const call = `${method} ${/(children|content|createUploadSession|permissions|invite)(?:\/[^/]*)?$/.exec(path)?.[1] ?? ''}`;
  const known: Record<string, Operation> = {
    'GET ': 'find',
    'GET children': 'list',
    'POST children': 'create-folder',
    'PUT content': 'put-content',
    'GET content': 'content',
    'POST createUploadSession': 'create-session',
    'DELETE ': 'delete',
    'GET permissions': 'permissions',
    'DELETE permissions': 'permissions',
    'POST invite': 'permissions',
  };
  return known[call] ?? 'other';
}

/** The part of Graph v1.0 that deals with sites, drives and items. */
export class GraphApi {
  constructor(private readonly parts: GraphApiParts) {}

  /** @throws GraphFault */
  answer(request: SimulatedRequest): SimulatedReply {
    const path = parseGraphPath(request.path.replace(/^\/v1\.0/, ''));
    if (!request.complete) throw invalidRequest('The body ended too early.');
    this.assertGranted(request.method);
    if (path.kind === 'site') return this.site(path);
    if (path.driveId !== this.parts.site.driveId) throw notFound();
    if (path.kind === 'drive') return { status: 200, body: drive(this.parts.site) };
    return this.itemAnswer(path, request);
  }

  /** Counts one look at the item: hashes and new files may need several. */
  show(item: Item): object {
    const { library, site } = this.parts;
    const hash = item.hashMissingReads > 0 ? undefined : item.quickXorHash;
    if (item.hashMissingReads > 0) item.hashMissingReads--;
    return driveItem(library, item, site, item.chunks ? hash : undefined);
  }

  private assertGranted(method: string): void {
    const { siteRole } = this.parts.settings();
    const allowed = siteRole !== 'none' && (method === 'GET' || siteRole !== 'read');
    if (!allowed) throw new GraphFault(403, 'accessDenied', 'Either scp or roles claim need to be present.');
  }

  private site(path: GraphPath & { kind: 'site' }): SimulatedReply {
    const { site } = this.parts;
    const known = [site.siteId, `${site.host}:${site.siteName}`].includes(path.site);
    if (!known) throw notFound();
    if (path.action === 'drives') return { status: 200, body: { value: [drive(site)] } };
    return { status: 200, body: path.action === 'drive' ? drive(site) : siteBody(site) };
  }

  private itemAnswer(path: ItemPath, request: SimulatedRequest): SimulatedReply {
    const call = `${request.method} ${path.action.split('/')[0] ?? ''}`;
    switch (call) {
      case 'GET ':
        return { status: 200, body: this.show(this.visible(path)) };
      case 'PATCH ':
        return this.patch(path, request);
      case 'DELETE ':
        return this.remove(path, request);
      case 'GET children':
        return this.children(this.existing(path), request);
      case 'POST children':
        return this.createFolder(this.existing(path), request);
      case 'PUT content':
        return this.putContent(path, request);
      case 'GET content':
        return { status: 200, body: Buffer.concat(this.visible(path).chunks ?? []) };
      case 'POST createUploadSession':
        return this.createSession(path, request);
      case 'GET permissions':
        return {
          status: 200,
          body: { value: permissions(this.parts.library, this.existing(path), this.parts.site) },
        };
      case 'DELETE permissions':
        return this.withdraw(this.existing(path), path.action.split('/')[1] ?? '');
      case 'POST invite':
        return this.invite(this.existing(path), request);
      default:
        throw new GraphFault(405, 'invalidRequest', 'The method is not allowed here.');
    }
  }

  private existing({ itemId, segments }: ItemPath): Item {
    const { library } = this.parts;
    const item = library.byPath(itemId ?? library.rootId, segments);
    if (!item) throw notFound();
    return item;
  }

  private visible(path: ItemPath): Item {
    const item = this.existing(path);
    if (item.invisibleReads > 0) {
      item.invisibleReads--;
      throw notFound();
    }
    return item;
  }

  private patch(path: ItemPath, request: SimulatedRequest): SimulatedReply {
    const item = this.existing(path);
    assertMatches(item, request);
    this.parts.library.touch(item);
    return { status: 200, body: this.show(item) };
  }

  private remove(path: ItemPath, request: SimulatedRequest): SimulatedReply {
    const item = this.existing(path);
    assertMatches(item, request);
    this.parts.library.remove(item);
    return { status: 204 };
  }

  private children(folder: Item, request: SimulatedRequest): SimulatedReply {
    const top = Number(request.query.get('$top') ?? DEFAULT_PAGE);
    const from = Number(request.query.get('$skiptoken') ?? 0);
    const all = this.parts.library.children(folder.id);
    const next = `${this.parts.graphUrl()}${request.path}?$top=${top}&$skiptoken=${from + top}`;
    const value = all.slice(from, from + top).map((item) => this.show(item));
    return { status: 200, body: { value, ...(from + top < all.length ? { '@odata.nextLink': next } : {}) } };
  }

  private createFolder(parent: Item, request: SimulatedRequest): SimulatedReply {
    const body = jsonBody(request);
    if (typeof body?.['name'] !== 'string' || typeof body['folder'] !== 'object') {
      throw invalidRequest('Entity only allows writes with a JSON Content-Type header.');
    }
    const behavior = (body['@microsoft.graph.conflictBehavior'] ?? 'fail') as ConflictBehavior;
    const { item, created } = this.parts.library.createFolder(parent.id, body['name'], behavior);
    return { status: created ? 201 : 200, body: this.show(item) };
  }

  private putContent(path: ItemPath, request: SimulatedRequest): SimulatedReply {
    const { library, settings } = this.parts;
    if (request.chunked) throw new GraphFault(411, 'invalidRequest', 'The content length is missing.');
    const { smallUploadLimitBytes, smallUploadRefusal } = settings();
    if (request.bytes > smallUploadLimitBytes) {
      if (smallUploadRefusal === 'contentRange')
        throw invalidRequest('Content-Range must include a total length.');
      throw new GraphFault(413, 'invalidRequest', 'The file is too large.');
    }
    const { parentId, name } = this.target(path);
    const existing = library.child(parentId, name);
    if (existing) assertMatches(existing, request);
    const behavior = (request.query.get('@microsoft.graph.conflictBehavior') ??
      'replace') as ConflictBehavior;
    library.assertWritable(parentId, name, behavior, request.bytes);
    const { item, created } = library.putFile(parentId, name, request.chunks, behavior);
    return { status: created ? 201 : 200, body: this.show(item) };
  }

  private createSession(path: ItemPath, request: SimulatedRequest): SimulatedReply {
    const { library, sessions, uploadUrl } = this.parts;
    if (path.segments.length === 0 && !library.get(path.itemId ?? '')?.chunks) {
      throw invalidRequest('File name not provided in url');
    }
    const { parentId, name } = this.target(path);
    const existing = library.child(parentId, name);
    if (existing) assertMatches(existing, request);
    const { id, secret, body } = sessions.create(parentId, name, jsonBody(request));
    return { status: 200, body: { ...body, uploadUrl: `${uploadUrl()}/up/${id}?tempauth=${secret}` } };
  }

  /** Parent and name of a file to write; missing parents are made, as SharePoint does for paths. */
  private target(path: ItemPath): { parentId: string; name: string } {
    const { library } = this.parts;
    const segments = [...path.segments];
    const name = segments.pop();
    const start = library.get(path.itemId ?? library.rootId);
    if (!start) throw notFound();
    if (name === undefined) return { parentId: start.parentId ?? '', name: start.name };
    let parent = start;
    for (const segment of segments) {
      parent = library.child(parent.id, segment) ?? library.createFolder(parent.id, segment, 'fail').item;
    }
    return { parentId: parent.id, name };
  }

  private assertOwner(): void {
    if (this.parts.settings().siteRole !== 'owner') {
      throw new GraphFault(403, 'accessDenied', 'The application may not manage permissions.');
    }
  }

  private invite(item: Item, request: SimulatedRequest): SimulatedReply {
    this.assertOwner();
    const { library, site } = this.parts;
    const body = jsonBody(request) ?? {};
    const emails = ((body['recipients'] ?? []) as { email?: string }[]).map(({ email }) => email ?? '');
    if (emails.length === 0 || body['requireSignIn'] !== true)
      throw invalidRequest('Recipients and a sign-in are needed.');
    const kept =
      body['retainInheritedPermissions'] === false ? (item.readers ?? []) : library.readersOf(item);
    item.readers = [...new Set([...kept, ...emails])];
    return { status: 200, body: { value: permissions(library, item, site) } };
  }

  private withdraw(item: Item, id: string): SimulatedReply {
    this.assertOwner();
    const email = Buffer.from(id, 'base64url').toString('utf8');
    item.readers = this.parts.library.readersOf(item).filter((reader) => reader !== email);
    return { status: 204 };
  }
}

function assertMatches(item: Item, request: SimulatedRequest): void {
  const { 'if-match': match, 'if-none-match': noneMatch } = request.headers;
  const eTag = eTagOf(item);
  const differs = match !== undefined && match !== '*' && match !== eTag;
  if (differs || noneMatch === '*' || noneMatch === eTag) {
    throw new GraphFault(412, 'notAllowed', 'The ETag does not match.', 'resourceModified');
  }
}
