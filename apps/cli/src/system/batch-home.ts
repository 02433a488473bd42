import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from './is-alive';

const PREFIX = 'mrr-batch-';
const OWNER_FILE = 'owner';

/** A home for one batch; removes those of batches that were killed. */
export function createBatchHome(): string {
  removeAbandonedHomes();
  const home = mkdtempSync(join(tmpdir(), PREFIX)); // nobody else may open it
  writeFileSync(join(home, OWNER_FILE), String(process.pid));
  return home;
}

export function removeBatchHome(home: string): void {
  rmSync(home, { recursive: true, force: true, maxRetries: 3 });
}

/** Copies the logs to where they stay, and returns that folder. */
export async function keepLogs(logDir: string, homeDir: string): Promise<string> {
  const kept = join(
    homeDir,
    'logs',
    `batch-${new Date().toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}-${process.pid}`,
  );
  await cp(logDir, kept, { recursive: true });
  return kept;
}

function removeAbandonedHomes(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const home = join(tmpdir(), name);
    try {
      const owner = Number(readFileSync(join(home, OWNER_FILE), 'utf8'));
      if (owner > 0 && !isAlive(owner)) removeBatchHome(home);
    } catch {
      // somebody else's, or being made at this moment
    }
  }
}
