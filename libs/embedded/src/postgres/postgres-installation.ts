import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { UserIds } from '../supervision/watchdog-protocol';
import { findPostgresBinaries, noPostgres, type PostgresBinaries } from './postgres-binaries';
import { type RunAs, waysToRun } from './run-as';

/** A PostgreSQL that has been seen to run here, and how to call it. */
export interface PostgresInstallation {
  readonly owner: RunAs['owner'];
  /** How one of its programs is called. */
  call(program: 'initdb' | 'postgres', args: readonly string[]): PostgresCall;
}

export interface PostgresCall {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Not the program's own, which the user that PostgreSQL runs as may not be allowed to enter. */
  readonly cwd: string;
  readonly user?: UserIds;
}

/**
 * The first PostgreSQL that runs and whose major version fits the files in `dataDir` (if there are any).
 *
 * @throws EmbeddedServiceError when there is none
 */
export function findPostgresInstallation(dataDir: string): PostgresInstallation {
  const versionFile = join(dataDir, 'PG_VERSION');
  const wanted = existsSync(versionFile) ? readFileSync(versionFile, 'utf8').trim() : undefined;
  const reasons: string[] = [];
  for (const binaries of findPostgresBinaries(`${dataDir}.libraries`)) {
    for (const runAs of waysToRun()) {
      const installation = asInstallation(binaries, runAs);
      const { version, failure } = tryOut(installation);
      if (version !== undefined && (wanted ?? version) === version) return installation;
      const reason = failure ?? `is version ${version}, the files are of version ${wanted}`;
      reasons.push(`${[...runAs.prefix.slice(0, 1), binaries.binDir].join(' ')}: ${reason}`);
    }
  }
  throw noPostgres(reasons);
}

function tryOut(installation: PostgresInstallation): { version?: string; failure?: string } {
  const { command, args, env, cwd, user } = installation.call('postgres', ['--version']);
  const { stdout, stderr, error } = spawnSync(command, args, { env, cwd, ...user, encoding: 'utf8' });
  const version = /\(PostgreSQL\) (\d+)/.exec(stdout ?? '')?.[1];
  return version === undefined ? { failure: error?.message ?? stderr.trim() } : { version };
}

function asInstallation({ binDir, libraryPath }: PostgresBinaries, runAs: RunAs): PostgresInstallation {
  const variable = process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH';
  const env: NodeJS.ProcessEnv = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };
  if (libraryPath !== undefined) env[variable] = libraryPath;
  const { user, owner } = runAs;
  return {
    owner,
    call(program, args) {
      const [command = program, ...rest] = [...runAs.prefix, join(binDir, program), ...args];
      return { command, args: rest, env, cwd: '/', ...(user && { user }) };
    },
  };
}
