import { readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { FolderTarget } from './folder-target';
import {
  consignmentOf,
  describeDeliveryTarget,
  type DeliveryTargetHarness,
} from './testing/describe-delivery-target';

async function makeRoot(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'delivered-'));
}

async function makeHarness(): Promise<DeliveryTargetHarness> {
  const root = await makeRoot();
  return {
    target: new FolderTarget(root),
    prepareFolder: async () => undefined, // this target makes its folders itself
    plant: async (folder, fileName, content) => {
      await mkdir(join(root, folder), { recursive: true });
      await writeFile(join(root, folder, fileName), content);
    },
    content: (folder, fileName) => readFile(join(root, folder, fileName)).catch(() => null),
    list: (folder) => readdir(join(root, folder)).catch(() => []),
    close: () => rm(root, { recursive: true, force: true }),
  };
}

describeDeliveryTarget('FolderTarget', makeHarness);

describe('FolderTarget', () => {
  const content = Buffer.from('00\r\n');
  let root: string;

  beforeEach(async () => {
    root = await makeRoot();
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('creates the root and the Party folder, closed to others', async () => {
    const receipt = await new FolderTarget(join(root, 'new')).deliver(consignmentOf(content));
    const folder = await stat(join(root, 'new', 'PXX999 Example Energy'));
    const file = await stat(receipt.location);
    expect([folder.mode & 0o007, file.mode & 0o007]).toEqual([0, 0]);
    expect(folder.mode & 0o700).toBe(0o700);
  });

  it('takes away what runs for the same file have left when they were killed, and no more', async () => {
    const target = new FolderTarget(root);
    const unfinished = async (fileName: string): Promise<string> => {
      const directory = join(root, 'PXX999 Example Energy');
      const before = await readdir(directory).catch(() => []);
      let temporary = '';
      const stopped = new Error('killed');
      const open = (): Readable => {
        const source: Readable = new Readable({ read: () => undefined });
        const stopWhenBegun = (): void => {
          temporary =
            readdirSync(directory).find((name) => name.startsWith('.tmp-') && name !== before[0]) ?? '';
          if (temporary === '') setImmediate(stopWhenBegun);
          else source.destroy(stopped);
        };
        stopWhenBegun();
        return source;
      };
      await expect(target.deliver({ ...consignmentOf(content), fileName, open })).rejects.toBe(stopped);
      await writeFile(join(directory, temporary), 'half'); // as it is left by a process that cannot clean up
      return temporary;
    };
    await unfinished(consignmentOf(content).fileName);
    const others = await unfinished('another.csv');
    await target.deliver(consignmentOf(content));
    const left = (): Promise<string[]> => readdir(join(root, 'PXX999 Example Energy'));
    expect((await left()).filter((name) => name.startsWith('.'))).toEqual([others]);
  });

  it('says that the folder is missing when a file has its name', async () => {
    await writeFile(join(root, 'PXX999 Example Energy'), '');
    await expect(new FolderTarget(root).deliver(consignmentOf(content))).rejects.toMatchObject({
      code: 'DELIVERY.FOLDER_MISSING',
      retryable: false,
    });
  });

  it('is unavailable, not failed, while its root cannot be made', async () => {
    await writeFile(join(root, 'unmounted'), '');
    const target = new FolderTarget(join(root, 'unmounted', 'delivered'));
    await expect(target.deliver(consignmentOf(content))).rejects.toMatchObject({
      code: 'DELIVERY.UNAVAILABLE',
      retryable: true,
    });
  });
});
