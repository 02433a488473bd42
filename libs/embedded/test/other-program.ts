import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { transformFileSync } from '@swc/core';
import { describeProcess } from '../src/process-inspection';

const ROOT = join(__dirname, '..', '..', '..');
/** There is no event for what other programs do, so their state is polled, with a deadline. */
const POLL_MS = 20;
const APPEARANCE_DEADLINE_MS = 30_000;

/** The library compiled as for production, so that a test can kill a whole program that uses it. */
export class CompiledLibrary {
  private constructor(private readonly dir: string) {}

  static build(): CompiledLibrary {
    const sources = join(ROOT, 'libs', 'embedded', 'src');
    mkdirSync(join(ROOT, '.mrr'), { recursive: true });
    // Below the project, where `node_modules` and `scripts` are found by walking up, as from `dist`.
    const dir = mkdtempSync(join(ROOT, '.mrr', 'compiled-'));
    chmodSync(dir, 0o755); // programs of other users load it
    for (const name of readdirSync(sources, { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts') || name.endsWith('spec.ts')) continue;
      const target = join(dir, name.replace(/\.ts$/, '.js'));
      mkdirSync(dirname(target), { recursive: true });
      const { code } = transformFileSync(join(sources, name), { configFile: join(ROOT, '.swcrc') });
      writeFileSync(target, code);
    }
    return new CompiledLibrary(dir);
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }

  /**
   * Runs the body of an async function in a new Node process, with the library as `embedded`, `say(value)` to tell
   * the test something, and `forever()`.
   */
  run(body: string, options: { cwd?: string; uid?: number; gid?: number } = {}): OtherProgram {
    const script = `
      const embedded = require(${JSON.stringify(join(this.dir, 'index.js'))});
      const say = (value) => console.log(JSON.stringify(value));
      const forever = () => new Promise(() => setInterval(() => undefined, 1_000_000));
      (async () => { ${body} })();`;
    return new OtherProgram(
      spawn(process.execPath, ['-e', script], {
        cwd: ROOT,
        ...options,
        stdio: ['ignore', 'pipe', 'inherit'],
      }),
    );
  }
}

export class OtherProgram {
  private readonly lines: AsyncIterator<string>;
  readonly exited: Promise<number | null>;

  constructor(private readonly child: ChildProcess) {
    if (child.stdout === null) throw new Error('the program needs a pipe as standard output');
    this.lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    this.exited = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
  }

  /** What the program says next. */
  async hears<T>(): Promise<T> {
    const { done, value } = await this.lines.next();
    if (done === true) throw new Error('the program has ended without a word');
    return JSON.parse(value) as T;
  }

  async kill9(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
  }

  /** Its descendants, as soon as one of them matches. */
  async descendantsOnce(matches: (command: string) => boolean): Promise<number[]> {
    const deadline = Date.now() + APPEARANCE_DEADLINE_MS;
    while (Date.now() < deadline) {
      const pids = this.descendants();
      if (pids.some((pid) => matches(describeProcess(pid)?.command ?? ''))) return pids;
      await delay(POLL_MS);
    }
    throw new Error('no such process was started');
  }

  /** The processes that it has started, and theirs, and so on. */
  descendants(): number[] {
    const parents = new Map(livePids().map((pid) => [pid, describeProcess(pid)?.parentPid]));
    const tree = [this.child.pid];
    for (const pid of tree) tree.push(...[...parents].filter(([, up]) => up === pid).map(([down]) => down));
    return tree.slice(1).filter((pid) => pid !== undefined);
  }
}

function livePids(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** Those of `pids` that are still alive `withinMs` from now, or none as soon as all are gone. */
export async function survivors(pids: readonly number[], withinMs: number): Promise<number[]> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const alive = pids.filter((pid) => describeProcess(pid) !== undefined);
    if (alive.length === 0 || Date.now() >= deadline) return alive;
    await delay(POLL_MS);
  }
}
