import { loadConfigFrom } from '@app/config';
import { BlobTarget } from './blob/blob-target';
import { createDeliveryTarget } from './create-delivery-target';
import { FolderTarget } from './folder-target';
import { SharePointTarget } from './sharepoint/sharepoint-target';

const graph = { GRAPH_TENANT_ID: 't', GRAPH_CLIENT_ID: 'c', GRAPH_DRIVE_ID: 'd', GRAPH_CLIENT_SECRET: 's' };
const account = {
  AZURE_STORAGE_CONNECTION_STRING:
    'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=Ym9v;EndpointSuffix=core.windows.net',
};

describe('createDeliveryTarget', () => {
  it.each([
    [{}, FolderTarget],
    [{ DELIVERY_TARGET: 'sharepoint', ...graph }, SharePointTarget],
    [{ DELIVERY_TARGET: 'blob', ...account }, BlobTarget],
  ])('makes of %j the target that is meant', (environment, target) => {
    const { delivery } = loadConfigFrom(environment, 'delivery');
    expect(createDeliveryTarget(delivery)).toBeInstanceOf(target);
  });
});
