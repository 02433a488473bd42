import { randomUUID } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { failpoint } from '@app/failpoints';
import type { BlockBlobClient } from '@azure/storage-blob';
import type { ArchiveSource } from './archive';
import type { MeasuringStream } from './measuring-stream';

type Producer = Extract<ArchiveSource, (...sink: never[]) => Promise<void>>;

const BLOCK_BYTES = 8 * 2 ** 20;

/** Writes the source through `meter` to the blob. It appears, or replaces the old one, only when all of it has come. */
export async function commitBlocks(
  blob: BlockBlobClient,
  source: ArchiveSource,
  meter: MeasuringStream,
): Promise<void> {
  // A client may go away before the first byte is written: without a listener that would end the process.
  if (typeof source !== 'function') source.on('error', () => undefined);
  const staged = stageBlocks(blob, meter);
  const fed = typeof source === 'function' ? feed(source, meter) : pipeline(source, meter);
  // The writer's failure must end the wait even if the producer never notices that its sink is gone.
  const [blocks] = await Promise.all([staged, Promise.race([fed, staged])]);
  await failpoint('archive.before-rename');
  await blob.commitBlockList(blocks);
  await failpoint('archive.after-rename');
}

async function feed(source: Producer, meter: MeasuringStream): Promise<void> {
  try {
    await source(meter);
    if (!meter.writableEnded) meter.end();
  } catch (error) {
    meter.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}

/** Returns the ids of the blocks in order. Blocks that are never committed are removed by the service. */
async function stageBlocks(blob: BlockBlobClient, content: MeasuringStream): Promise<string[]> {
  const upload = randomUUID();
  const ids: string[] = [];
  let pieces: Buffer[] = [];
  let held = 0;
  const stage = async () => {
    const id = Buffer.from(`${upload}-${String(ids.length).padStart(6, '0')}`).toString('base64');
    await blob.stageBlock(id, Buffer.concat(pieces), held);
    ids.push(id);
    [pieces, held] = [[], 0];
  };
  for await (const piece of content as AsyncIterable<Buffer>) {
    pieces.push(piece);
    held += piece.length;
    if (held >= BLOCK_BYTES) await stage();
  }
  if (held > 0) await stage();
  return ids;
}
