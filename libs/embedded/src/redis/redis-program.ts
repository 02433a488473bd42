import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { downloadRedisPackages } from './redis-package-download';

/** A Redis (or Valkey) server that has been seen to run here. */
export interface RedisProgram {
  readonly command: string;
  readonly env: NodeJS.ProcessEnv;
}

export interface RedisProgramOptions {
  /** Folder of a downloaded Redis, kept for later starts. */
  readonly cacheDir: string;
  /** Folders to look in first, in the form of PATH (the default). */
  readonly searchPath?: string;
  readonly log?: (line: string) => void;
}

/** From PATH, else from an earlier download, else from the Debian or Ubuntu archive; undefined when none is to be had. */
export async function findRedisProgram(options: RedisProgramOptions): Promise<RedisProgram | undefined> {
  const installed = installedRedis(options.searchPath ?? process.env['PATH'] ?? '');
  if (installed !== undefined) return installed;
  const cached = unpackedRedis(options.cacheDir);
  if (cached !== undefined) return cached;
  // What does not run, such as one fetched on another kind of machine, makes place.
  rmSync(options.cacheDir, { recursive: true, force: true });
  if (!(await downloadRedisPackages(options.cacheDir, options.log ?? (() => undefined)))) return undefined;
  return unpackedRedis(options.cacheDir);
}

function installedRedis(searchPath: string): RedisProgram | undefined {
  for (const name of ['redis-server', 'valkey-server']) {
    for (const dir of searchPath.split(delimiter).filter((one) => one !== '')) {
      const program = { command: join(dir, name), env: { PATH: process.env['PATH'] } };
      if (existsSync(program.command) && runs(program)) return program;
    }
  }
  return undefined;
}

function unpackedRedis(root: string): RedisProgram | undefined {
  const command = join(root, 'usr', 'bin', 'redis-server');
  if (!existsSync(command)) return undefined;
  const libraries = [join(root, 'usr', 'lib'), join(root, 'lib')]
    .filter((dir) => existsSync(dir))
    .flatMap(withSubfolders);
  const program = { command, env: { PATH: process.env['PATH'], LD_LIBRARY_PATH: libraries.join(':') } };
  return runs(program) ? program : undefined;
}

/** Debian keeps libraries one level down, in a folder named after the processor. */
function withSubfolders(dir: string): string[] {
  const folders = readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [dir, ...folders.map((entry) => join(dir, entry.name))];
}

function runs({ command, env }: RedisProgram): boolean {
  return spawnSync(command, ['--version'], { env, stdio: 'ignore' }).status === 0;
}
