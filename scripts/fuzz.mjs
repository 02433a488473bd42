/**
 * `npm run fuzz -- --minutes M [--seed S] [--only PATTERN]`: the properties of hostile input that `npm test` tries on a few
 * hundred inputs, tried for M minutes in all. A failing input is kept; `npm run fuzz -- --replay FILE` tries it again.
 *
 * An input that never returns cannot be stopped from within: when no new input begins for a minute, the run is ended from
 * here and its last input is kept as the failing one. The same holds for one that makes the process run out of memory.
 */
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { deserialize } from 'node:v8';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, '.mrr', 'fuzz');
/** Written before every input, so in memory where the system offers that. */
const currentFolder = join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), `mrr-fuzz-${process.pid}`);
const HEAP_MB = 768;
const SILENCE_MS = 60_000;
const LOOK_MS = 2_000;

function usage(message) {
  process.stderr.write(`${message}\n\n`);
  process.stderr.write(
    'npm run fuzz -- --minutes M [--seed S] [--only PATTERN]\nnpm run fuzz -- --replay FILE\n',
  );
  process.exit(2);
}

function options() {
  try {
    const { values } = parseArgs({
      options: {
        minutes: { type: 'string', default: '5' },
        seed: { type: 'string', default: String(Date.now() % 1_000_000) },
        only: { type: 'string', default: '' },
        replay: { type: 'string' },
      },
    });
    for (const name of ['minutes', 'seed']) {
      if (!/^\d{1,9}(\.\d{1,3})?$/.test(values[name]))
        usage(`--${name} takes a number, not "${values[name]}"`);
    }
    return values;
  } catch (error) {
    return usage(error.message);
  }
}

/** Test files and how many targets stand in each. */
function targetFiles(only) {
  const found = readdirSync(join(root, 'test', 'hostile'))
    .filter((name) => name.endsWith('.fuzz.spec.ts') && name.includes(only))
    .map((name) => join('test', 'hostile', name));
  return found.map((file) => ({
    file,
    targets: (readFileSync(join(root, file), 'utf8').match(/^\s*fuzz\(/gm) ?? []).length,
  }));
}

/** The inputs that were being tried, the newest first. */
function currentCases() {
  return readdirSync(currentFolder)
    .filter((name) => name.startsWith('current-'))
    .map((name) => join(currentFolder, name))
    .map((path) => ({ path, at: statSync(path).mtimeMs }))
    .toSorted((left, right) => right.at - left.at);
}

function jest(args, env, limits) {
  return new Promise((done) => {
    const child = spawn(
      process.execPath,
      [
        `--max-old-space-size=${HEAP_MB}`,
        join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
        '--config',
        join(root, 'test', 'jest.config.js'),
        '--runInBand',
        ...args,
      ],
      { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } },
    );
    let isSilent = false;
    const watch = setInterval(() => {
      const [newest] = currentCases();
      isSilent ||=
        limits && newest !== undefined && newest.at > limits.since && Date.now() - newest.at > SILENCE_MS;
      if (isSilent) child.kill('SIGKILL');
    }, LOOK_MS);
    child.once('close', (code, signal) => {
      clearInterval(watch);
      done({ code, wasKilled: isSilent, crashed: signal !== null || (code !== 0 && code !== 1) });
    });
  });
}

const { minutes, seed, only, replay } = options();
if (replay !== undefined) {
  const file = resolve(process.env.INIT_CWD ?? '.', replay);
  if (!existsSync(file)) usage(`There is no file ${file}`);
  const { target } = deserialize(readFileSync(file));
  const name = target.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const { code } = await jest(['-t', name, 'fuzz.spec'], { FUZZ_REPLAY: file });
  process.exit(code ?? 1);
}

for (const needed of [folder, currentFolder]) mkdirSync(needed, { recursive: true });
const files = targetFiles(only);
const targets = files.reduce((sum, file) => sum + file.targets, 0);
if (targets === 0) usage(`No fuzz test has "${only}" in its name`);
const seconds = Math.max(1, Math.round((Number(minutes) * 60) / targets));
process.stderr.write(`${targets} targets, ${seconds} s each, seed ${seed}\n`);
const since = Date.now();
const result = await jest(
  files.map(({ file }) => file),
  { FUZZ_SECONDS: String(seconds), FUZZ_SEED: seed, FUZZ_FOLDER: folder, FUZZ_CURRENT_FOLDER: currentFolder },
  { since },
);
if (result.wasKilled || result.crashed) {
  const [last] = currentCases();
  if (last !== undefined) {
    const name = basename(last.path).replace('current-', result.wasKilled ? 'hanging-' : 'crashing-');
    const kept = join(folder, name);
    copyFileSync(last.path, kept);
    process.stderr.write(`Kept: ${relative(root, kept)}\n`);
  }
}
rmSync(currentFolder, { recursive: true, force: true });
process.exit(result.code ?? 1);
