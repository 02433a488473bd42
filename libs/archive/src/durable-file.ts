import { createWriteStream } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { failpoint } from '@app/failpoints';
import type { ArchiveSource } from './archive';
import type { MeasuringStream } from './measuring-stream';

/** Makes entries of the directory (a new file, a rename) survive a power cut. */
export async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Creates the directory and its parents, durably. */
export async function ensureDirectory(path: string): Promise<void> {
  const firstCreated = await mkdir(path, { recursive: true });
  if (firstCreated === undefined) return;
  for (let created = path; created.length >= firstCreated.length; created = dirname(created)) {
    await syncDirectory(dirname(created));
  }
}

/** Writes the source through `meter` to a new file and returns once the bytes are on the disk. */
export async function writeDurably(
  path: string,
  source: ArchiveSource,
  meter: MeasuringStream,
): Promise<void> {
  // `flush` calls fsync before the file is closed.
  const file = createWriteStream(path, { flags: 'wx', mode: 0o640, flush: true });
  if (typeof source !== 'function') return pipeline(source, meter, file);
  const written = pipeline(meter, file);
  const produced = source(meter).then(
    () => void (meter.writableEnded || meter.end()),
    (error: unknown) => void meter.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  // The writer's failure must end the wait even if the producer never notices that its sink is gone.
  await Promise.all([written, Promise.race([produced, written])]);
}

/** Publishes a finished temporary file under its name in the same directory. */
export async function renameDurably(temporary: string, path: string): Promise<void> {
  await failpoint('archive.before-rename');
  await rename(temporary, path);
  await syncDirectory(dirname(path));
  await failpoint('archive.after-rename');
}
