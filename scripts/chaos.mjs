/**
 * Runs a program of `test/chaos`, built and compiled: `node scripts/chaos.mjs [soak] …`. In a mount namespace of
 * its own where that is allowed, so that the small file system that it fills goes away with it, however it ends.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bringDistUpToDate } from './build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const SOURCES = ['test/chaos', 'test/reference', 'test/support/tcp-proxy.ts'];

function compile() {
  const swc = createRequire(import.meta.url)('@swc/core');
  const { $schema: _schema, ...options } = JSON.parse(readFileSync(join(root, '.swcrc'), 'utf8'));
  for (const file of SOURCES.flatMap(filesOf)) {
    const settings = { ...options, swcrc: false, configFile: false, jsc: { ...options.jsc, baseUrl: root } };
    const { code } = swc.transformFileSync(join(root, file), { ...settings, sourceMaps: 'inline' });
    const output = join(root, 'dist', file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(output), { recursive: true });
    writeFileSync(output, code);
  }
}

function filesOf(source) {
  if (source.endsWith('.ts')) return [source];
  return readdirSync(join(root, source), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('spec.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

await bringDistUpToDate(root);
compile();
const [first, ...others] = process.argv.slice(2);
const program = first === 'soak' ? 'soak' : 'chaos';
const args = first === 'soak' ? others : process.argv.slice(2);
const command = [
  process.execPath,
  '--disable-warning=ExperimentalWarning',
  join(root, 'dist', 'test', 'chaos', `${program}.main.js`),
  ...args,
];
const ownMounts = ['unshare', '--mount', '--propagation', 'private'];
const mayMount = spawnSync(ownMounts[0], [...ownMounts.slice(1), 'true'], { stdio: 'ignore' }).status === 0;
const [run, ...runArgs] = mayMount ? [...ownMounts, ...command] : command;
const { status } = spawnSync(run, runArgs, { stdio: 'inherit' });
process.exitCode = status ?? 1;
