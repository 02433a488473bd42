import { createReadStream } from 'node:fs';
import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { measureContent } from '../measured-content';
import type { DeliveredItem } from './delivered-item';

export async function* listFolder(directory: string): AsyncGenerator<DeliveredItem> {
  const entries = await opendir(directory).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  });
  if (!entries) return;
  for await (const entry of entries) {
    if (!entry.isFile() || entry.name.startsWith('.')) continue;
    const path = join(directory, entry.name);
    const { size } = await stat(path);
    yield {
      fileName: entry.name,
      bytes: size,
      quickXorHash: undefined,
      sha256: async () => (await measureContent(createReadStream(path))).sha256,
    };
  }
}
