import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runCommand } from '../run-command';

/** What Redis itself consists of; what else it needs depends on what the machine has, and apt works that out. */
const REDIS_PACKAGES = ['redis-server', 'redis-tools', 'libjemalloc2', 'liblzf1'];
const LIBRARY_OR_REDIS = /^(redis|lib|lua)/;
const MACHINE_LISTS = '/var/lib/apt/lists';

/** Runs apt-get and returns what it wrote. */
type Apt = (...args: string[]) => Promise<string>;

/**
 * Unpacks Redis from the package archive of Debian or Ubuntu into `root` without installing it: needs no root rights
 * and changes nothing on the machine. False when that is not possible here; `log` is told why.
 */
export async function downloadRedisPackages(root: string, log: (line: string) => void): Promise<boolean> {
  if (!['apt-get', 'dpkg'].every(runs)) {
    log('Redis cannot be fetched: this machine has no apt-get and dpkg');
    return false;
  }
  mkdirSync(dirname(root), { recursive: true });
  // Beside its destination, so that it can be moved there in one step.
  const work = mkdtempSync(`${root}.new-`);
  try {
    log('Fetching Redis from the package archive');
    const downloads = await download(work);
    const unpacked = join(work, 'root');
    for (const file of downloads) await runCommand({ command: 'dpkg', args: ['-x', file, unpacked] });
    moveTo(root, unpacked);
    return true;
  } catch (error) {
    log(`Redis cannot be fetched: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Of several programs that fetch at the same time, one provides the folder for all. */
function moveTo(root: string, unpacked: string): void {
  try {
    renameSync(unpacked, root);
  } catch (error) {
    if (!existsSync(root)) throw error;
  }
}

function runs(tool: string): boolean {
  return spawnSync(tool, ['--version'], { env: process.env, stdio: 'ignore' }).status === 0;
}

async function download(work: string): Promise<string[]> {
  const ownLists = join(work, 'lists');
  const downloads = join(work, 'downloads');
  for (const dir of [join(ownLists, 'partial'), join(work, 'cache', 'archives', 'partial'), downloads]) {
    mkdirSync(dir, { recursive: true });
  }
  const aptWith =
    (lists: string): Apt =>
    (...args) => {
      const options = privateState(work, lists);
      return runCommand({
        command: 'apt-get',
        args: [...options, ...args],
        cwd: downloads,
        env: plainEnglish(),
      });
    };
  try {
    await fetchWith(aptWith(MACHINE_LISTS));
  } catch {
    // Containers come without lists, and old ones name files that the archive has replaced since.
    for (const name of readdirSync(downloads)) rmSync(join(downloads, name)); // never mix two versions
    const apt = aptWith(ownLists);
    await apt('update');
    await fetchWith(apt);
  }
  return readdirSync(downloads)
    .filter((name) => name.endsWith('.deb'))
    .map((name) => join(downloads, name));
}

async function fetchWith(apt: Apt): Promise<void> {
  await apt('download', ...(await packagesToUnpack(apt)));
}

/** The missing packages that an installation would bring. */
async function packagesToUnpack(apt: Apt): Promise<string[]> {
  try {
    const plan = await apt('--simulate', '--no-install-recommends', 'install', 'redis-server');
    const names = [...plan.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name ?? '');
    return [...new Set([...REDIS_PACKAGES, ...names.filter((name) => LIBRARY_OR_REDIS.test(name))])];
  } catch {
    return REDIS_PACKAGES; // a machine with broken packages plans nothing, but can still download
  }
}

/** All that apt writes goes below `work`; what it reads of the machine is its sources, keys and installed packages. */
function privateState(work: string, lists: string): string[] {
  const options = {
    'Dir::State': work,
    'Dir::State::lists': lists,
    'Dir::State::status': '/var/lib/dpkg/status',
    'Dir::Cache': join(work, 'cache'),
    // Container images switch these two off, and each call then reads all lists again.
    'Dir::Cache::pkgcache': 'pkgcache.bin',
    'Dir::Cache::srcpkgcache': 'srcpkgcache.bin',
    'Dir::Log': work,
    'Debug::NoLocking': '1',
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '2',
    'Acquire::http::Timeout': '15',
    'Acquire::https::Timeout': '15',
  };
  return Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}

function plainEnglish(): NodeJS.ProcessEnv {
  return { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' };
}
