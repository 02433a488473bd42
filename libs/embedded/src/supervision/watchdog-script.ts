import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Path of `scripts/watchdog.mjs`, found by walking up, because this file lies at different depths in `libs` (tests)
 * and in `dist` (programs).
 */
export function watchdogScript(from: string = __dirname): string {
  const candidate = join(from, 'scripts', 'watchdog.mjs');
  if (existsSync(candidate)) return candidate;
  const parent = dirname(from);
  if (parent === from) throw new Error('scripts/watchdog.mjs is missing: the installation is incomplete');
  return watchdogScript(parent);
}
