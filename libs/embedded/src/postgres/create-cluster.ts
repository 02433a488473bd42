import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EmbeddedServiceError } from '../embedded-service.error';
import { runCommand } from '../run-command';
import type { PostgresInstallation } from './postgres-installation';
import { giveTo } from './run-as';

/** Superuser and database of the embedded server. */
export const POSTGRES_USER = 'mrr';

/** Makes sure that `dataDir` holds a database cluster; returns the password of its superuser. */
export async function ensureCluster(
  installation: PostgresInstallation,
  dataDir: string,
  fast: boolean,
): Promise<string> {
  // Outside the data directory, so that a copy of the data does not carry it; readable by this user alone.
  const passwordFile = `${dataDir}.password`;
  if (!existsSync(join(dataDir, 'PG_VERSION')))
    await createCluster(installation, dataDir, passwordFile, fast);
  if (!existsSync(passwordFile)) {
    throw new EmbeddedServiceError(
      `${passwordFile} is missing: restore it, or remove ${dataDir} to start anew`,
    );
  }
  giveTo(installation.owner, dataDir);
  return readFileSync(passwordFile, 'utf8').trim();
}

async function createCluster(
  installation: PostgresInstallation,
  dataDir: string,
  passwordFile: string,
  fast: boolean,
): Promise<void> {
  // Renamed when complete: what an interrupted run leaves is never taken for a database.
  const unfinished = `${dataDir}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(dirname(dataDir), { recursive: true });
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(passwordFile, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600 });
  giveTo(installation.owner, unfinished);
  giveTo(installation.owner, passwordFile);
  const args = ['-D', unfinished, '-U', POSTGRES_USER, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  // Bytewise order: the same on every platform, and the order that the code compares in.
  args.push('--encoding=UTF8', '--locale=C', '--no-instructions', ...(fast ? ['--no-sync'] : []));
  await runCommand(installation.call('initdb', args));
  renameSync(unfinished, dataDir);
}
