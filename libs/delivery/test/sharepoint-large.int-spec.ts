import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { RunningSimulator } from '@app/testing';
import type { Consignment } from '../src/delivery-target';
import { consignmentOf } from '../src/testing/describe-delivery-target';
import { ROOT_FOLDER, targetFor } from './sharepoint-harness';

const MIB = 2 ** 20;
const WARM_UP_BYTES = 60 * MIB;
const FILE_BYTES = 300 * MIB;
/** A file five times as large may need this much more: what the collector has not taken yet, and no more of the file. */
const MOST_GROWTH_BYTES = 64 * MIB;
const PATIENCE_MS = 300_000;

const block = Buffer.alloc(MIB);
for (let index = 0; index < block.length; index++) block[index] = (index * 31 + (index >> 9)) % 256;

function* blocks(bytes: number): Generator<Buffer> {
  for (let at = 0; at < bytes; at += block.length) yield block;
}

function consignmentOfBytes(bytes: number, fileName: string): Consignment {
  const hash = createHash('sha256');
  for (const piece of blocks(bytes)) hash.update(piece);
  const open = () => Readable.from(blocks(bytes));
  return consignmentOf(Buffer.alloc(0), { bytes, sha256: hash.digest('hex'), open, fileName });
}

/** The most that the process needs while `work` runs. */
async function peakDuring(work: Promise<unknown>): Promise<number> {
  let most = 0;
  let ended = false;
  const ending = work.finally(() => (ended = true));
  while (!ended) {
    most = Math.max(most, process.memoryUsage().rss);
    await Promise.race([ending, delay(20)]);
  }
  await ending;
  return most;
}

it(
  'a report of 300 MB is uploaded with flat memory',
  async () => {
    const simulator = await RunningSimulator.start();
    try {
      const [small, large] = [
        consignmentOfBytes(WARM_UP_BYTES, 'a.csv'),
        consignmentOfBytes(FILE_BYTES, 'b.csv'),
      ];
      await simulator.makeFolder(`${ROOT_FOLDER}/${large.folder}`);
      const target = targetFor(simulator);
      const before = process.memoryUsage().rss;
      const peaks = [
        await peakDuring(target.deliver(small)),
        await peakDuring(target.deliver(large)),
      ] as const;
      const [forSmall, forLarge] = peaks.map((peak) => Math.round((peak - before) / MIB));
      process.stdout.write(
        `memory beyond the idle process: 60 MB file ${forSmall} MiB, 300 MB file ${forLarge} MiB\n`,
      );
      expect(peaks[1] - peaks[0]).toBeLessThan(MOST_GROWTH_BYTES);
      const file = (await simulator.state()).items.find(({ path }) => path.endsWith('b.csv'));
      expect(file).toMatchObject({ size: FILE_BYTES, sha256: large.sha256 });
      const ranges = (await simulator.journal()).filter(({ operation }) => /range/.test(operation));
      expect(ranges).toHaveLength((WARM_UP_BYTES + FILE_BYTES) / (10 * MIB));
    } finally {
      await simulator.stop();
    }
  },
  PATIENCE_MS,
);
