import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../usage.error';

/** The absolute path of a folder that is there. */
export function existingFolder(path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new UsageError(`There is no folder ${resolve(path)}`);
  }
  return resolve(path);
}
