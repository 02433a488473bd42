import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandFailedError } from '../command-failed.error';
import { AppProcess } from './app-process';
import { LogLimit } from './log-limit';
import { lastLines } from './last-lines';

export type AppName = 'ingest' | 'report-scheduler' | 'report-worker' | 'distribution' | 'operations';

export interface AppGroupOptions {
  readonly packageRoot: string;
  readonly env: NodeJS.ProcessEnv;
  /** Receives `<app>.log`, one per process. */
  readonly logDir: string;
  /** How many processes of each app. */
  readonly apps: Partial<Record<AppName, number>>;
  readonly warn: (message: string) => void;
}

/** The apps of one command, each a process of its own. */
export class AppGroup {
  readonly #processes: AppProcess[];
  readonly #logLimit: LogLimit;
  /** Rejects when an app cannot be kept alive; never resolves. */
  readonly failed: Promise<never>;
  #fail: (error: Error) => void = () => undefined;

  constructor(private readonly options: AppGroupOptions) {
    this.failed = new Promise((_, reject) => (this.#fail = reject));
    this.failed.catch(() => undefined); // told to whoever waits for the command's work
    this.#processes = Object.entries(options.apps).flatMap(([app, count]) =>
      Array.from({ length: count }, (_, index) =>
        this.#process(app, count === 1 ? app : `${app}-${index + 1}`),
      ),
    );
    this.#logLimit = new LogLimit(this.#processes.map(({ logFile }) => logFile));
  }

  async start(): Promise<void> {
    await mkdir(this.options.logDir, { recursive: true, mode: 0o700 });
    await this.#logLimit.look();
    this.#logLimit.start();
    await Promise.all(this.#processes.map((app) => app.start()));
  }

  /** Resolves when all processes are gone. */
  async stop(): Promise<void> {
    this.#logLimit.stop();
    await Promise.all(this.#processes.map((app) => app.stop()));
  }

  #process(app: string, name: string): AppProcess {
    const { packageRoot, env, logDir, warn } = this.options;
    const logFile = join(logDir, `${name}.log`);
    return new AppProcess({
      name,
      script: join(packageRoot, 'dist', 'apps', app, 'src', 'main.js'),
      env,
      logFile,
      onRestart: warn,
      onGiveUp: (message) => void this.#giveUp(message, logFile),
    });
  }

  async #giveUp(message: string, logFile: string): Promise<void> {
    this.#fail(new CommandFailedError(`${message}. Its last words:\n${await lastLines(logFile)}`));
  }
}
