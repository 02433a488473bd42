import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SCRIPT = join(__dirname, '..', '..', 'scripts', 'mrr.mjs');

export interface MrrResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const running = new Set<Mrr>();

/** One run of the `mrr` command as a process of its own, as a user would start it. */
export class Mrr {
  readonly #child: ChildProcess;
  readonly #ended: Promise<MrrResult>;
  #stdout = '';
  #stderr = '';

  constructor(args: readonly string[], folder: string, env: Readonly<Record<string, string>> = {}) {
    this.#child = spawn(process.execPath, [SCRIPT, ...args], {
      cwd: folder,
      // Only what a user's shell has: nothing of this test run's own services or of the developer's settings.
      // Any free ports: two systems that start at once would both find the default ones free.
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        MRR_HOME: join(folder, 'home'),
        INGEST_PORT: '0',
        OPERATIONS_PORT: '0',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.#stdout += text));
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#stderr += text));
    running.add(this);
    this.#ended = once(this.#child, 'close').then(([code]) => {
      running.delete(this);
      return { exitCode: code as number | null, stdout: this.#stdout, stderr: this.#stderr };
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get stdout(): string {
    return this.#stdout;
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.#ended;
  }

  ended(): Promise<MrrResult> {
    return this.#ended;
  }
}

export function mrr(
  args: readonly string[],
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<MrrResult> {
  return new Mrr(args, folder, env).ended();
}

/** A folder that is removed after the tests of the file; what a failed test has left running is ended before. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mrr-cli-test-'));
  afterAll(async () => {
    await Promise.all([...running].map((program) => program.kill()));
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return folder;
}
