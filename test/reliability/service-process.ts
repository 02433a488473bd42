import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, NODE_FLAGS } from '@app/embedded';
import { eventually } from '@app/testing';

const ROOT = join(__dirname, '..', '..');

export type ServiceName = 'ingest' | 'report-scheduler' | 'report-worker' | 'distribution' | 'operations';
export type Environment = Readonly<Record<string, string>>;

/** For a machine that is busy with other things. */
export const DEADLINE_MS = 240_000;

const running = new Set<ServiceProcess>();

/** Compiles what has changed, once before the services of a test are started. */
export function buildServices(): void {
  const script = join(ROOT, 'scripts', 'build.mjs');
  const code = `import(${JSON.stringify(script)}).then((build) => build.bringDistUpToDate(${JSON.stringify(ROOT)}))`;
  execFileSync(process.execPath, ['--input-type=module', '-e', `await ${code}`]);
}

/** One service as a process of its own, as an installation runs it. */
export class ServiceProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<string>;
  #end: string | undefined;

  private constructor(
    readonly name: ServiceName,
    env: Environment,
    private readonly logFile: string,
    private readonly probe: string,
  ) {
    const log = openSync(logFile, 'a');
    this.#child = spawn(
      process.execPath,
      [...NODE_FLAGS, join(ROOT, 'dist', 'apps', name, 'src', 'main.js')],
      { env: { PATH: process.env['PATH'], ...env }, stdio: ['ignore', log, log] },
    );
    closeSync(log);
    running.add(this);
    this.#ended = once(this.#child, 'exit').then(([code, signal]) => {
      running.delete(this);
      return (this.#end = String(signal ?? code));
    });
  }

  /** Resolves when the service is ready; at once with `isAwaited` false, for one that may not live to be. */
  static async start(
    name: ServiceName,
    env: Environment,
    logFile: string,
    isAwaited = true,
  ): Promise<ServiceProcess> {
    const port = env['HEALTH_PORT'] ?? String(await freePort());
    const ports = { HEALTH_PORT: port, HEALTH_HOST: '127.0.0.1' };
    const listens = name === 'ingest' ? 'INGEST_PORT' : name === 'operations' ? 'OPERATIONS_PORT' : '';
    const probe = `http://127.0.0.1:${env[listens] ?? port}/health/ready`;
    const service = new ServiceProcess(name, { ...env, ...ports }, logFile, probe);
    if (isAwaited) await service.ready();
    return service;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get hasEnded(): boolean {
    return this.#end !== undefined;
  }

  /** Exit code or signal. */
  ended(): Promise<string> {
    return this.#ended;
  }

  async ready(): Promise<void> {
    await eventually(
      `${this.name} is ready`,
      async () => {
        if (this.hasEnded) throw new Error(`${this.name} ended (${this.#end}):\n${this.lastWords()}`);
        const answer = await fetch(this.probe).catch(() => null);
        await answer?.body?.cancel();
        return answer?.ok ?? false;
      },
      DEADLINE_MS,
    );
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<string> {
    this.#child.kill(signal);
    return this.#ended;
  }

  lastWords(): string {
    return readFileSync(this.logFile, 'utf8').slice(-3_000);
  }
}

/** What a failed test has left running. */
export async function killAllServices(): Promise<void> {
  await Promise.all([...running].map((service) => service.kill()));
}
