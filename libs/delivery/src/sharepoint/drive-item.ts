import { z } from 'zod';

/** The fields of a driveItem that a delivery is judged by; servers send many more. */
const schema = z.object({
  id: z.string().min(1),
  name: z.string(),
  size: z.number().nullish(),
  eTag: z.string().nullish(),
  webUrl: z.string().nullish(),
  folder: z.looseObject({}).nullish(),
  root: z.looseObject({}).nullish(),
  file: z.object({ hashes: z.object({ quickXorHash: z.string().nullish() }).nullish() }).nullish(),
});

export interface DriveItem {
  id: string;
  name: string;
  /** Undefined if the server does not tell. */
  size: number | undefined;
  isFolder: boolean;
  /** Base64; undefined as long as the server has not computed it. */
  quickXorHash: string | undefined;
  eTag: string | undefined;
  webUrl: string | undefined;
}

/** Undefined if the body is no driveItem: cut off, a gateway's page, empty. */
export function driveItemOf(body: unknown): DriveItem | undefined {
  const parsed = schema.safeParse(body);
  if (!parsed.success) return undefined;
  const { id, name, size, eTag, webUrl, folder, root, file } = parsed.data;
  return {
    id,
    name,
    size: size ?? undefined,
    isFolder: Boolean(folder ?? root),
    quickXorHash: file?.hashes?.quickXorHash || undefined,
    eTag: eTag ?? undefined,
    webUrl: webUrl ?? undefined,
  };
}
