import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createPostgresTemplate } from './system/postgres-server';

/** Seen from `dist/test/chaos`. */
export const PACKAGE_ROOT = join(__dirname, '..', '..', '..');

export interface Workplace {
  /** Of this program alone; histories and what went wrong stay there. */
  readonly folder: string;
  /** See `createPostgresTemplate`. */
  readonly template: string;
}

export async function prepareWorkplace(name: string): Promise<Workplace> {
  const folder = join(PACKAGE_ROOT, '.mrr', name, String(process.pid));
  const template = join(folder, 'template');
  mkdirSync(folder, { recursive: true });
  await createPostgresTemplate(template);
  return { folder, template };
}
