import { join, resolve } from 'node:path';
import { homeAt, type HomeConfig } from '@app/config';
import type { Host } from '../command-context';

/** MRR_HOME, counted from where the user stands; by default `.mrr` in the folder of the installation. */
export function homeOf({ env, packageRoot }: Host): HomeConfig {
  const chosen = env['MRR_HOME']?.trim();
  return homeAt(chosen ? resolve(chosen) : join(packageRoot, '.mrr'));
}

/** One fetched Redis serves all homes of this installation. */
export function redisCacheOf({ packageRoot }: Host): string {
  return join(packageRoot, '.mrr', 'redis');
}
