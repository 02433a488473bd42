/**
 * Keeps `dist/` equal to the sources, so that a fresh clone needs no build step: compiles what has changed since the
 * last time and removes what belongs to sources that are gone. The layout is that of `nest build`.
 *
 * Two runs may do this at once: every file is put in place by a rename, both write the same bytes, and the stamp that
 * lets later runs skip the work comes last.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';

const SOURCE_FOLDERS = ['apps', 'libs'];
/** Whatever changes the outcome for all files. */
const COMPILER_FILES = ['.swcrc', 'scripts/build.mjs', 'package-lock.json'];
const TEST_FILE = /\.(spec|int-spec|e2e-spec|fixture)\.ts$|\/(test|testing)\//;
/** Of what only tests need, the one part that `mrr up` can start as a process. */
const SIMULATOR = 'libs/testing/src/graph-simulator/';
/** Copied as they are: pages and styles of the console. */
const ASSET = /\/src\/.*\.(html|css|js|mjs|svg|json|png|ico)$/;

/** @param {string} root the package's folder */
export async function bringDistUpToDate(root) {
  await bringUpToDate(root, SOURCE_FOLDERS, join(root, 'dist', '.build-stamp.json'));
}

/** The benchmarks are no part of what is shipped: they have a stamp of their own. */
export async function bringBenchUpToDate(root) {
  await bringUpToDate(root, ['bench'], join(root, 'dist', '.bench-stamp.json'));
}

async function bringUpToDate(root, folders, stampFile) {
  const before = readStamp(stampFile);
  const sources = Object.fromEntries(
    sourceFiles(root, folders).map((file) => [file, fingerprint(root, file)]),
  );
  const compiler = COMPILER_FILES.map((file) => fingerprint(root, file)).join(' ');
  const known = before.compiler === compiler ? before.sources : {};
  const changed = Object.keys(sources).filter((file) => known[file] !== sources[file]);
  const gone = Object.keys(before.sources).filter((file) => sources[file] === undefined);
  if (changed.length === 0 && gone.length === 0 && before.compiler === compiler) return;
  const swc = loadCompiler();
  // An installation without the compiler (a container image) brings a complete `dist`.
  if (swc === undefined) return;
  const options = compilerOptions(root);
  await Promise.all(changed.map((file) => build(swc, options, root, file)));
  for (const file of gone) for (const output of outputsOf(file)) rmSync(join(root, output), { force: true });
  put(stampFile, JSON.stringify({ compiler, sources }));
}

function readStamp(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { compiler: '', sources: {} };
  }
}

function sourceFiles(root, folders) {
  return folders
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter(
      (file) => (!TEST_FILE.test(file) || isOfSimulator(file)) && (isCompiled(file) || ASSET.test(file)),
    );
}

function fingerprint(root, file) {
  try {
    const { mtimeMs, size } = statSync(join(root, file));
    return `${mtimeMs} ${size}`;
  } catch {
    return 'none';
  }
}

function isOfSimulator(file) {
  return file.startsWith(SIMULATOR) && !file.endsWith('spec.ts');
}

function isCompiled(file) {
  return file.endsWith('.ts') && !file.endsWith('.d.ts');
}

function outputsOf(file) {
  const output = join('dist', file);
  if (!isCompiled(file)) return [output];
  const script = output.replace(/\.ts$/, '.js');
  return [script, `${script}.map`];
}

function loadCompiler() {
  try {
    return createRequire(import.meta.url)('@swc/core');
  } catch {
    return undefined;
  }
}

function compilerOptions(root) {
  const { $schema: _schema, ...options } = JSON.parse(readFileSync(join(root, '.swcrc'), 'utf8'));
  return { ...options, swcrc: false, configFile: false, jsc: { ...options.jsc, baseUrl: root } };
}

async function build(swc, options, root, file) {
  const [output, map] = outputsOf(file).map((path) => join(root, path));
  if (map === undefined) return put(output, readFileSync(join(root, file)));
  const source = readFileSync(join(root, file), 'utf8');
  const compiled = await swc.transform(source, { ...options, filename: join(root, file) });
  put(map, compiled.map ?? '');
  put(output, `${compiled.code}\n//# sourceMappingURL=${map.slice(dirname(map).length + 1)}\n`);
}

function put(file, content) {
  const unfinished = `${file}.${process.pid}.tmp`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(unfinished, content);
  renameSync(unfinished, file);
}
