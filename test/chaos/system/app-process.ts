import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { NODE_FLAGS, type SupervisedProcess, superviseProcess } from '@app/embedded';

export type AppName = 'ingest' | 'report-scheduler' | 'report-worker' | 'distribution';

export interface AppProcessOptions {
  readonly app: AppName;
  /** Such as `report-worker-2`. */
  readonly name: string;
  readonly script: string;
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  readonly clockFile: string;
  readonly clockScript: string;
  /** Told when it has ended without being asked to. */
  readonly onUnplannedEnd: (message: string) => void;
  /** Told when it does not stay alive at all, which no fault explains. */
  readonly onGiveUp: (message: string) => void;
}

/** As fast as Kubernetes is after the first crash. */
const RESTART_DELAY_MS = 300;
/** `terminationGracePeriodSeconds` of the chart. */
const GRACE_MS = 30_000;
/** As often in a row it may end soon by itself: an app that starts while its services are away may do so. */
const EARLY_ENDS_IN_A_ROW = 10;
const EARLY_MS = 20_000;

/** One app that is started again whenever it ends, as Kubernetes would do. */
export class AppProcess {
  #process: SupervisedProcess | undefined;
  #isStopping = false;
  #isExpected = false;
  #earlyEnds = 0;
  #watching: Promise<void> = Promise.resolve();

  constructor(private readonly options: AppProcessOptions) {}

  get app(): AppName {
    return this.options.app;
  }

  get name(): string {
    return this.options.name;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  async start(): Promise<void> {
    const { script, env, logFile, clockFile, clockScript } = this.options;
    this.#isExpected = false;
    const startedAt = performance.now();
    const started = await superviseProcess({
      command: process.execPath,
      args: [...NODE_FLAGS, '--require', clockScript, script],
      env: { ...env, CHAOS_CLOCK_FILE: clockFile },
      output: { file: logFile },
      stopTimeoutMs: GRACE_MS,
    });
    this.#process = started;
    this.#watching = started.exited.then(async ({ code, signal }) => {
      if (this.#isStopping) return;
      const isEarly = !this.#isExpected && performance.now() - startedAt < EARLY_MS;
      this.#earlyEnds = isEarly ? this.#earlyEnds + 1 : 0;
      if (!this.#isExpected) this.options.onUnplannedEnd(`ended by itself (${signal ?? code})`);
      if (this.#earlyEnds >= EARLY_ENDS_IN_A_ROW)
        return this.options.onGiveUp(`${this.name} does not stay alive`);
      await delay(RESTART_DELAY_MS);
      if (!this.#isStopping) await this.start();
    });
  }

  signal(name: NodeJS.Signals): void {
    this.#process?.signal(name);
  }

  kill(): void {
    this.#isExpected = true;
    this.signal('SIGKILL');
  }

  /**
   * SIGTERM, and SIGKILL after the grace that Kubernetes leaves.
   * @returns how long it took to end
   */
  async terminate(): Promise<number> {
    const since = performance.now();
    this.#isExpected = true;
    await this.#process?.stop();
    return performance.now() - since;
  }

  setClock(offsetMs: number): void {
    writeFileSync(this.options.clockFile, String(offsetMs));
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.signal('SIGKILL');
    await this.#watching;
  }
}
