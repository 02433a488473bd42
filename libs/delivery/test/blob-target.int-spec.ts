import { randomUUID } from 'node:crypto';
import { ContainerClient } from '@azure/storage-blob';
import { startAzurite, type Azurite } from '@app/testing';
import { BlobTarget } from '../src/blob/blob-target';
import {
  consignmentOf,
  describeDeliveryTarget,
  type DeliveryTargetHarness,
} from '../src/testing/describe-delivery-target';

let azurite: Azurite;

beforeAll(async () => {
  azurite = await startAzurite();
});
afterAll(() => azurite.stop());

async function makeHarness(): Promise<DeliveryTargetHarness> {
  const { connectionString } = azurite;
  const client = new ContainerClient(connectionString, `reports-${randomUUID()}`);
  await client.create();
  const blob = (folder: string, fileName: string) => client.getBlockBlobClient(`${folder}/${fileName}`);
  return {
    target: new BlobTarget({ connectionString, container: client.containerName }),
    prepareFolder: () => Promise.resolve(), // a container has no folders, only names
    plant: async (folder, fileName, content) => void (await blob(folder, fileName).uploadData(content)),
    content: (folder, fileName) =>
      blob(folder, fileName)
        .downloadToBuffer()
        .catch(() => null),
    list: async (folder) => {
      const names: string[] = [];
      for await (const { name } of client.listBlobsFlat({ prefix: `${folder}/` }))
        names.push(name.slice(folder.length + 1));
      return names;
    },
    close: async () => void (await client.delete()),
  };
}

describeDeliveryTarget('BlobTarget', makeHarness);

describe('BlobTarget', () => {
  it('takes an empty file', async () => {
    const harness = await makeHarness();
    const { folder, fileName } = consignmentOf(Buffer.alloc(0));
    await harness.target.deliver(consignmentOf(Buffer.alloc(0)));
    expect(await harness.list(folder)).toEqual([fileName]);
    await harness.close();
  });

  it('says that its container is missing', async () => {
    const target = new BlobTarget({ connectionString: azurite.connectionString, container: 'nowhere' });
    await expect(target.deliver(consignmentOf(Buffer.from('x')))).rejects.toMatchObject({
      code: 'DELIVERY.FOLDER_MISSING',
      retryable: false,
    });
  });

  it('is refused with a wrong key, and does not say so for ever', async () => {
    const connectionString = azurite.connectionString.replace(/AccountKey=..../, 'AccountKey=AAAA');
    const target = new BlobTarget({ connectionString, container: 'nowhere' });
    await expect(target.deliver(consignmentOf(Buffer.from('x')))).rejects.toMatchObject({
      code: 'DELIVERY.ACCESS_DENIED',
    });
  });
});
