import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ContainerClient } from '@azure/storage-blob';
import { startAzurite, type Azurite } from '@app/testing';
import { BlobArchive } from './blob-archive';
import { describeArchive, type ArchiveHarness } from './testing/describe-archive';

let azurite: Azurite;

beforeAll(async () => {
  azurite = await startAzurite();
});
afterAll(() => azurite.stop());

async function makeHarness(): Promise<ArchiveHarness & { client: ContainerClient }> {
  const { connectionString } = azurite;
  const client = new ContainerClient(connectionString, `archive-${randomUUID()}`);
  await client.create();
  return {
    client,
    archive: new BlobArchive({ connectionString, container: client.containerName }),
    names: async () => {
      const names: string[] = [];
      for await (const { name } of client.listBlobsFlat()) names.push(name);
      return names;
    },
    close: async () => void (await client.delete()),
  };
}

describeArchive('BlobArchive', makeHarness);

describe('BlobArchive', () => {
  it('keeps a file of several blocks, under a name with signs that cut a URL', async () => {
    const harness = await makeHarness();
    const { archive } = harness;
    const content = Buffer.alloc(20 * 2 ** 20, 'mrr 50%');
    const key = 'reports/S1MIG-007/a_20200309#06 50%.csv';
    await archive.write(key, Readable.from([content.subarray(0, 9_000_000), content.subarray(9_000_000)]));
    expect((await buffer(archive.read(key))).equals(content)).toBe(true);
    await harness.close();
  });

  it('removes temporary blobs that a crashed writer left, and nothing else', async () => {
    const harness = await makeHarness();
    const { archive, client } = harness;
    await archive.write('reports/a', Readable.from(['x']));
    await client.getBlockBlobClient('.tmp-left').uploadData(Buffer.from('x'));
    expect(await archive.removeOrphanTemps(3_600_000)).toBe(0);
    expect(await archive.removeOrphanTemps(-1000)).toBe(1);
    expect(await harness.names()).toEqual(['reports/a']);
    await harness.close();
  });

  it('says so when its container is missing', async () => {
    const { connectionString } = azurite;
    const archive = new BlobArchive({ connectionString, container: 'nowhere' });
    await expect(archive.write('a', Readable.from(['x']))).rejects.toMatchObject({
      code: 'ContainerNotFound',
    });
  });
});
