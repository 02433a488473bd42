import { z } from 'zod';
import { UnavailableError } from '../errors/unavailable.error';
import { FolderMissingError } from '../errors/folder-missing.error';
import { driveItemOf } from '../sharepoint/drive-item';
import { describeAnswer } from '../sharepoint/graph/graph-answer';
import { RESOURCE_UNITS } from '../sharepoint/limits/resource-units';
import { askGraph, bodyOf } from '../sharepoint/provisioning/ask-graph';
import type { SharePointParts } from '../sharepoint/sharepoint-parts';
import type { DeliveredItem } from './delivered-item';

const page = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().nullish() });

export async function* listDriveFolder(
  parts: SharePointParts,
  folder: string,
): AsyncGenerator<DeliveredItem> {
  const id = await parts.folders.idOf(folder).catch((error: unknown) => {
    if (error instanceof FolderMissingError) return null;
    throw error;
  });
  let url = id === null ? null : `${parts.urls.item(id)}/children?$top=200`;
  while (url) {
    const question = { operation: 'list folder', method: 'GET', url } as const;
    const answer = await askGraph(parts, { ...question, units: RESOURCE_UNITS.permissions });
    const listed = page.safeParse(bodyOf(answer));
    if (!listed.success) throw new UnavailableError(`${folder} cannot be listed: ${describeAnswer(answer)}`);
    for (const child of listed.data.value) {
      const item = driveItemOf(child);
      if (item && !item.isFolder)
        yield { fileName: item.name, bytes: item.size, quickXorHash: item.quickXorHash };
    }
    url = listed.data['@odata.nextLink'] ?? null;
  }
}
