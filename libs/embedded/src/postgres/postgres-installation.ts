import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPostgresBinaries, noPostgres, type PostgresBinaries } from './postgres-binaries';
import { type RunAs, waysToRun } from './run-as';

/** A PostgreSQL that has been seen to run here, and how to call it. */
export interface PostgresInstallation {
  readonly owner: RunAs['owner'];
  /** Command, arguments and environment of one of its programs. */
  call(
    program: 'initdb' | 'postgres',
    args: readonly string[],
  ): { command: string; args: string[]; env: NodeJS.ProcessEnv };
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
      const { command, args, env } = installation.call('postgres', ['--version']);
      const { stdout, stderr, error, status } = spawnSync(command, args, { env, encoding: 'utf8' });
      const version = /\(PostgreSQL\) (\d+)/.exec(stdout ?? '')?.[1];
      if (status !== 0) reasons.push(`${[command, ...args].join(' ')}: ${error?.message ?? stderr.trim()}`);
      else if (wanted !== undefined && version !== wanted)
        reasons.push(`${binaries.binDir} is not version ${wanted}`);
      else return installation;
    }
  }
  throw noPostgres(reasons);
}

function asInstallation(
  { binDir, libraryDir }: PostgresBinaries,
  { prefix, owner }: RunAs,
): PostgresInstallation {
  const libraryPath = process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH';
  return {
    owner,
    call(program, args) {
      const [command, ...rest] = [...prefix, join(binDir, program), ...args];
      const env: NodeJS.ProcessEnv = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };
      if (libraryDir !== undefined) env[libraryPath] = libraryDir;
      return { command: command ?? program, args: rest, env };
    },
  };
}
