import { setTimeout as delay } from 'node:timers/promises';
import { NODE_FLAGS, superviseProcess, type ProcessExit, type SupervisedProcess } from '@app/embedded';

export interface AppProcessOptions {
  /** Such as `report-worker 2`. */
  readonly name: string;
  /** Compiled entry file. */
  readonly script: string;
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  /** Called when the app has ended by itself and is started again. */
  readonly onRestart: (message: string) => void;
  /** Called once, when the app does not stay alive. */
  readonly onGiveUp: (message: string) => void;
}

/** An app that ends sooner than this has not even started. */
const STARTED_AFTER_MS = 5_000;
/** A wrong setting stops an app at every start; a port that is not free yet, or a database that is restarting, does not. */
const FAILED_STARTS = 4;
const RESTART_DELAY_MS = 250;
/** The apps themselves end within SHUTDOWN_DRAIN_TIMEOUT (15 s) and 10 s more. */
const STOP_TIMEOUT_MS = 28_000;

/** One app as a process of its own that is started again when it ends by itself, as a process manager would do. */
export class AppProcess {
  #process: SupervisedProcess | undefined;
  #isStopping = false;
  #failedStarts = 0;
  #watching: Promise<void> = Promise.resolve();

  constructor(private readonly options: AppProcessOptions) {}

  get name(): string {
    return this.options.name;
  }

  get logFile(): string {
    return this.options.logFile;
  }

  async start(): Promise<void> {
    const startedAt = Date.now();
    const started = await superviseProcess({
      command: process.execPath,
      args: [...NODE_FLAGS, this.options.script],
      env: this.options.env,
      output: { file: this.options.logFile },
      stopTimeoutMs: STOP_TIMEOUT_MS,
    });
    this.#process = started;
    this.#watching = started.exited.then((exit) => this.#ended(exit, Date.now() - startedAt));
  }

  /** Resolves when the process is gone and does not come back. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#process?.stop();
    await this.#watching;
  }

  async #ended(exit: ProcessExit, livedMs: number): Promise<void> {
    if (this.#isStopping) return;
    // Whoever was killed did not fail by itself.
    const hasFailedToStart = exit.signal === null && livedMs < STARTED_AFTER_MS;
    this.#failedStarts = hasFailedToStart ? this.#failedStarts + 1 : 0;
    const cause = exit.signal === null ? `exit code ${exit.code}` : exit.signal;
    if (this.#failedStarts >= FAILED_STARTS) {
      this.options.onGiveUp(`${this.name} does not start (${cause})`);
      return;
    }
    this.options.onRestart(`${this.name} has ended (${cause}) and is started again`);
    await delay(RESTART_DELAY_MS);
    if (this.#isStopping) return;
    try {
      await this.start();
    } catch (error) {
      this.options.onGiveUp(`${this.name} cannot be started again: ${String(error)}`);
    }
  }
}
