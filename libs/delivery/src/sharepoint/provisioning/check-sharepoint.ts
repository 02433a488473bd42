import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { z } from 'zod';
import type { SharePointConfig } from '@app/config';
import { ConsignmentContent } from '../../consignment-content';
import { measureContent } from '../../measured-content';
import type { DriveItem } from '../drive-item';
import { describeAnswer } from '../graph/graph-answer';
import { RESOURCE_UNITS } from '../limits/resource-units';
import { sharePointParts, type SharePointDependencies, type SharePointParts } from '../sharepoint-parts';
import { askGraph, bodyOf } from './ask-graph';
import { readersOf, type FolderReader } from './folder-readers';
import { uninvited, type PartyFolder } from './party-folder';

/** One thing that was looked at. `warning`: uploads work, but somebody should look at it. */
export interface SharePointFinding {
  subject: 'sign-in' | 'library' | 'site' | 'folder above' | 'probe file' | 'party folder';
  /** Name of the folder, site or library. */
  name: string;
  state: 'ok' | 'warning' | 'failed';
  detail: string;
  /** For Party folders, as far as Graph tells. */
  readers?: FolderReader[];
}

type Outcome = Omit<SharePointFinding, 'subject' | 'name'>;

const ok = (detail: string): Outcome => ({ state: 'ok', detail });
const warning = (detail: string): Outcome => ({ state: 'warning', detail });
const failed = (detail: string): Outcome => ({ state: 'failed', detail });

const driveSchema = z.object({
  name: z.string().nullish(),
  driveType: z.string().nullish(),
  webUrl: z.string().nullish(),
  sharePointIds: z.object({ siteId: z.string().nullish() }).nullish(),
});

/**
 * Everything that deliveries need, tried out: sign-in, library, site, a file with `#` in its name written to the folder
 * above the Party folders and deleted, and each Party folder with its readers. Changes nothing that stays. Each
 * finding is told as soon as it is known, and later ones are not left out because of earlier ones unless they depend
 * on them.
 */
export async function checkSharePoint(
  config: SharePointConfig,
  folders: readonly PartyFolder[],
  dependencies: SharePointDependencies = {},
): Promise<SharePointFinding[]> {
  const parts = sharePointParts(config, dependencies);
  const findings: SharePointFinding[] = [];
  const look = async (subject: SharePointFinding['subject'], name: string, work: () => Promise<Outcome>) => {
    const outcome = await work().catch((error: unknown) =>
      failed(error instanceof Error ? error.message : String(error)),
    );
    findings.push({ subject, name, ...outcome });
    return outcome.state !== 'failed';
  };
  if (!(await look('sign-in', config.clientId, () => checkSignIn(parts)))) return findings;
  let drive: z.output<typeof driveSchema> | undefined;
  const found = await look('library', config.driveId, async () => {
    const question = { operation: 'read library', method: 'GET', url: parts.urls.drive } as const;
    const answer = await askGraph(parts, { ...question, units: RESOURCE_UNITS.read });
    drive = driveSchema.safeParse(bodyOf(answer)).data;
    return drive
      ? ok(drive.webUrl ?? drive.name ?? 'found')
      : failed(`GRAPH_DRIVE_ID: ${describeAnswer(answer)}`);
  });
  if (!found) return findings;
  await look('site', drive?.sharePointIds?.siteId ?? 'unknown', () =>
    checkSite(parts, drive?.sharePointIds?.siteId),
  );
  let above: DriveItem | undefined;
  const name = config.rootFolder || 'the library';
  await look('folder above', name, async () => {
    above = await parts.folders.parent();
    return above?.isFolder
      ? ok(above.webUrl ?? 'found')
      : failed('GRAPH_ROOT_FOLDER is not there; create it in the library');
  });
  const { id } = above ?? {};
  if (id !== undefined) await look('probe file', name, () => checkProbe(parts, id));
  for (const party of folders) {
    let readers: FolderReader[] | undefined;
    await look('party folder', party.folder, async () => {
      const checked = await checkFolder(parts, party);
      readers = checked.readers;
      return checked;
    });
    if (readers) Object.assign(findings.at(-1) ?? {}, { readers });
  }
  return findings;
}

async function checkSignIn(parts: SharePointParts): Promise<Outcome> {
  await parts.client.token();
  return ok('a token was issued');
}

async function checkSite(parts: SharePointParts, siteId: string | null | undefined): Promise<Outcome> {
  if (!siteId) return warning('Graph does not tell the site of this library');
  const url = `${parts.urls.api}/sites/${encodeURIComponent(siteId)}`;
  const answer = await askGraph(parts, {
    operation: 'read site',
    method: 'GET',
    url,
    units: RESOURCE_UNITS.read,
  });
  const site = z.object({ webUrl: z.string().nullish() }).safeParse(bodyOf(answer)).data;
  return site ? ok(site.webUrl ?? 'found') : warning(`the site cannot be read: ${describeAnswer(answer)}`);
}

/** Written where no recipient looks, uploaded and proven as any report, and taken away. */
async function checkProbe(parts: SharePointParts, folderId: string): Promise<Outcome> {
  const bytes = Buffer.from('A check of the connection; it may be deleted.\r\n');
  const fileName = `mrr-check#${randomUUID()}.csv`;
  const destination = { folder: '', folderId, fileName };
  const measured = await measureContent(Readable.from([bytes]));
  const consignment = { folder: '', fileName, open: () => Readable.from([bytes]), ...measured };
  const content = new ConsignmentContent(consignment);
  const ownItemId = await parts.smallUpload.upload(destination, content, bytes.length);
  const { item } = await parts.readBack.confirm({ destination, consignment, content, ownItemId });
  const removed = await parts.items.remove(item.id);
  return removed
    ? ok('written, read back and deleted')
    : warning(`written, but ${fileName} could not be deleted`);
}

async function checkFolder(
  parts: SharePointParts,
  party: PartyFolder,
): Promise<Outcome & { readers?: FolderReader[] }> {
  const id = await parts.folders.idOf(party.folder);
  const found = await readersOf(parts, id);
  if (found.kind === 'unknown') return warning(`found; its readers cannot be listed: ${found.why}`);
  const { readers } = found;
  const strangers = uninvited(readers, party);
  if (strangers.length === 0) return { ...ok(`${readers.length} readers, none of them inherited`), readers };
  const names = strangers.map(({ who, inherited }) => (inherited ? `${who} (inherited)` : who)).join(', ');
  return { ...warning(`can be read by ${names}`), readers };
}
