import type { DeliveryConfig } from '@app/config';
import type { Redis } from 'ioredis';
import type { DeliveryTarget } from './delivery-target';
import { FolderTarget } from './folder-target';

/** What a target may share with other processes; it works without, but then for one process alone. */
export interface DeliveryTargetDependencies {
  redis?: Redis;
}

/** The destination that the configuration names. */
export function createDeliveryTarget(
  config: DeliveryConfig,
  _dependencies: DeliveryTargetDependencies = {},
): DeliveryTarget {
  if (config.target === 'folder') return new FolderTarget(config.folder);
  throw new Error(`The target ${config.target} is not there yet`);
}
