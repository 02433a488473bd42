import type { ContainerClient } from '@azure/storage-blob';
import { measureContent } from '../measured-content';
import { Readable } from 'node:stream';
import type { DeliveredItem } from './delivered-item';

export async function* listBlobs(container: ContainerClient, folder: string): AsyncGenerator<DeliveredItem> {
  const prefix = `${folder}/`;
  for await (const { name, properties } of container.listBlobsFlat({ prefix })) {
    yield {
      fileName: name.slice(prefix.length),
      bytes: properties.contentLength,
      quickXorHash: undefined,
      sha256: async () => {
        const { readableStreamBody } = await container.getBlockBlobClient(name).download();
        return (await measureContent(new Readable().wrap(readableStreamBody ?? Readable.from([])))).sha256;
      },
    };
  }
}
