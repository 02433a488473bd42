import { z } from 'zod';
import type { SharePointConfig } from '@app/config';
import { assertDeliverableName } from '../../delivery-name';
import { FolderMissingError } from '../../errors/folder-missing.error';
import { describeAnswer } from '../graph/graph-answer';
import { verdictOf } from '../graph/verdict';
import { RESOURCE_UNITS } from '../limits/resource-units';
import { sharePointParts, type SharePointDependencies, type SharePointParts } from '../sharepoint-parts';
import { assertSharePointName } from '../sharepoint-name';
import { askGraph, bodyOf } from './ask-graph';
import { readersOf } from './folder-readers';
import { uninvited, type PartyFolder } from './party-folder';

/** What became, or would become, of one Party folder. Existing folders are never changed. */
export interface ProvisionedFolder {
  folder: string;
  state: 'exists' | 'would be created' | 'created' | 'failed';
  detail: string;
}

export interface ProvisionOptions {
  /** False: says what would be done, and does nothing. */
  apply: boolean;
}

const createdSchema = z.object({ id: z.string() });

/**
 * Creates the Party folders that are missing, each closed to everybody but its named readers. The application needs
 * the role `owner` or `fullcontrol` on the site; for uploads `write` is enough.
 */
export async function provisionSharePoint(
  config: SharePointConfig,
  folders: readonly PartyFolder[],
  { apply }: ProvisionOptions,
  dependencies: SharePointDependencies = {},
): Promise<ProvisionedFolder[]> {
  const parts = sharePointParts(config, dependencies);
  const parent = await parts.folders.parent();
  if (!parent?.isFolder) throw new FolderMissingError(config.rootFolder);
  const provisioned: ProvisionedFolder[] = [];
  for (const party of folders) {
    const outcome = await provisionFolder(parts, parent.id, party, apply).catch((error: unknown) => ({
      state: 'failed' as const,
      detail: error instanceof Error ? error.message : String(error),
    }));
    provisioned.push({ folder: party.folder, ...outcome });
  }
  return provisioned;
}

type Outcome = Omit<ProvisionedFolder, 'folder'>;

async function provisionFolder(
  parts: SharePointParts,
  parentId: string,
  party: PartyFolder,
  apply: boolean,
): Promise<Outcome> {
  assertDeliverableName('folder', party.folder);
  assertSharePointName('folder', party.folder);
  const existing = await parts.items.read(parts.urls.child(parentId, party.folder), party.folder);
  if (existing) {
    if (!existing.isFolder) return { state: 'failed', detail: 'a file has this name' };
    return { state: 'exists', detail: 'left as it is; `mrr sharepoint check` tells who can read it' };
  }
  const readers = party.readers ?? [];
  if (readers.length === 0) {
    return {
      state: 'failed',
      detail: 'nobody is named to read it, and without a reader it would be open to all',
    };
  }
  if (!apply) return { state: 'would be created', detail: `for ${readers.join(', ')}` };
  return create(parts, parentId, party, readers);
}

async function create(
  parts: SharePointParts,
  parentId: string,
  party: PartyFolder,
  readers: string[],
): Promise<Outcome> {
  const answer = await askGraph(parts, {
    operation: 'create folder',
    method: 'POST',
    url: `${parts.urls.item(parentId)}/children`,
    units: RESOURCE_UNITS.write,
    json: { name: party.folder, folder: {}, '@microsoft.graph.conflictBehavior': 'fail' },
  });
  // Perhaps by the answer that was lost, perhaps by somebody else: then it is not ours to close.
  if (verdictOf(answer) === 'taken')
    return { state: 'failed', detail: 'it has just appeared; run `mrr sharepoint check`' };
  const created = createdSchema.safeParse(bodyOf(answer)).data;
  if (!created) return { state: 'failed', detail: describeAnswer(answer) };
  const problem = await close(parts, created.id, party, readers).catch((error: unknown) => String(error));
  if (problem === undefined) return { state: 'created', detail: `for ${readers.join(', ')} alone` };
  // It is new and empty, and open to readers of the library: better none than that.
  const removed = await parts.items.remove(created.id);
  return {
    state: 'failed',
    detail: `${problem}; the folder was ${removed ? 'removed again' : 'left, delete it by hand'}`,
  };
}

/** Breaks the inheritance, names the readers, and looks at what came of it. Undefined if all is well. */
async function close(
  parts: SharePointParts,
  folderId: string,
  party: PartyFolder,
  readers: string[],
): Promise<string | undefined> {
  const answer = await askGraph(parts, {
    operation: 'grant access',
    method: 'POST',
    url: `${parts.urls.item(folderId)}/invite`,
    units: RESOURCE_UNITS.permissions,
    json: {
      recipients: readers.map((email) => ({ email })),
      roles: ['read'],
      requireSignIn: true,
      sendInvitation: false,
      retainInheritedPermissions: false,
    },
  });
  if (verdictOf(answer) !== 'done') return `the readers could not be named (${describeAnswer(answer)})`;
  const found = await readersOf(parts, folderId);
  if (found.kind === 'unknown') return `its readers cannot be listed (${found.why})`;
  const strangers = uninvited(found.readers, party).map(({ who }) => who);
  return strangers.length === 0 ? undefined : `it can still be read by ${strangers.join(', ')}`;
}
