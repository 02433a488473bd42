import { join } from 'node:path';
import { ContainerClient } from '@azure/storage-blob';
import type { DeliveryConfig } from '@app/config';
import { sharePointParts } from '../sharepoint/sharepoint-parts';
import type { ListDelivered } from './delivered-item';
import { listBlobs } from './list-blobs';
import { listDriveFolder } from './list-drive-folder';
import { listFolder } from './list-folder';

/** Looks into the destination that the configuration names, changing nothing. */
export function deliveredAt(config: DeliveryConfig): ListDelivered {
  switch (config.target) {
    case 'folder':
      return (folder) => listFolder(join(config.folder, folder));
    case 'sharepoint': {
      const parts = sharePointParts(config, {});
      return (folder) => listDriveFolder(parts, folder);
    }
    case 'blob': {
      const container = new ContainerClient(config.connectionString, config.container);
      return (folder) => listBlobs(container, folder);
    }
  }
}
