import type { DeliveryConfig } from '@app/config';
import type { Cluster, Redis } from 'ioredis';
import { BlobTarget } from './blob/blob-target';
import type { DeliveryTarget } from './delivery-target';
import { FolderTarget } from './folder-target';
import { sharePointParts } from './sharepoint/sharepoint-parts';
import { SharePointTarget } from './sharepoint/sharepoint-target';
import type { UploadSessionStore } from './sharepoint/upload/upload-session-store';

/** What a target may share with other processes; it works without, but then for one process alone. */
export interface DeliveryTargetDependencies {
  /** For the budget and the pauses of SharePoint. */
  redis?: Redis | Cluster;
  /** For continuing uploads to SharePoint that another process began. */
  sessionStore?: UploadSessionStore;
}

/** The destination that the configuration names. */
export function createDeliveryTarget(
  config: DeliveryConfig,
  dependencies: DeliveryTargetDependencies = {},
): DeliveryTarget {
  switch (config.target) {
    case 'folder':
      return new FolderTarget(config.folder);
    case 'sharepoint':
      return new SharePointTarget(sharePointParts(config, dependencies));
    case 'blob':
      return new BlobTarget(config);
  }
}
