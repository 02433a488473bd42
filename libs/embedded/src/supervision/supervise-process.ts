import { EmbeddedServiceError } from '../embedded-service.error';
import { LineSplitter } from './line-splitter';
import { Watchdog } from './watchdog';
import type { ChildOutput, ProcessExit, StartRequest, UserIds, WatchdogReport } from './watchdog-protocol';

export interface SupervisedProcessOptions {
  readonly command: string;
  readonly args?: readonly string[];
  /** The whole environment of the child; this program's own by default. */
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Somebody else to run as; only root can. */
  readonly user?: UserIds;
  /** Written to standard input, which is then closed. */
  readonly stdin?: string;
  /** `relay` (to `log`, the default), `discard`, or a file that is appended to. */
  readonly output?: ChildOutput;
  /** Receives each line of standard output and error, when the output is relayed. */
  readonly log?: (line: string) => void;
  /** How `stop()`, and the end of this program, ask the process to end (default SIGTERM). */
  readonly stopSignal?: NodeJS.Signals;
  /** After this time the process is killed with all its descendants (default 5,000). */
  readonly stopTimeoutMs?: number;
  /** Whether this program stays alive while the process runs (default true). */
  readonly keepAlive?: boolean;
}

export interface SupervisedProcess {
  readonly pid: number;
  /** Resolves when the process has ended, in whatever way. */
  readonly exited: Promise<ProcessExit>;
  /** Asks the process to end, kills it after `stopTimeoutMs`; resolves when it is gone. */
  stop(): Promise<ProcessExit>;
  /** SIGKILL to the process and all its descendants; resolves when they are gone. */
  kill9(): Promise<ProcessExit>;
  signal(name: NodeJS.Signals): void;
  /** Keeps this program alive until `work` is done, for processes that do not do so by themselves. */
  holding<T>(work: Promise<T>): Promise<T>;
}

/**
 * Starts a process that dies with this program, also when this program is killed with SIGKILL, and that does not
 * get the terminal's Ctrl-C itself.
 *
 * @throws EmbeddedServiceError when the command cannot be started
 */
export async function superviseProcess(options: SupervisedProcessOptions): Promise<SupervisedProcess> {
  const child = new WatchedProcess(options);
  await child.started;
  if (options.keepAlive ?? true) void child.holding(child.exited);
  return child;
}

class WatchedProcess implements SupervisedProcess {
  readonly started: Promise<void>;
  readonly exited: Promise<ProcessExit>;
  private readonly watchdog = Watchdog.get();
  private readonly id: number;
  private runningPid: number | undefined;

  constructor(options: SupervisedProcessOptions) {
    const lines = new LineSplitter(options.log ?? (() => undefined));
    let listen: (report: WatchdogReport) => void = () => undefined;
    let resolveExited: (exit: ProcessExit) => void = () => undefined;
    this.exited = new Promise((resolve) => (resolveExited = resolve));
    const started = new Promise<void>((resolve, reject) => {
      listen = (report) => {
        switch (report.kind) {
          case 'started':
            this.runningPid = report.pid;
            return resolve();
          case 'output':
            return lines.write(report.text);
          case 'failed':
            reject(new EmbeddedServiceError(`${options.command}: ${report.message}`));
            this.killWithoutWatchdog();
            return resolveExited({ code: null, signal: 'SIGKILL' });
          case 'exited':
            lines.end();
            return resolveExited({ code: report.code, signal: report.signal });
        }
      };
    });
    this.id = this.watchdog.start(startRequest(options), (report) => listen(report));
    this.started = this.holding(started);
  }

  get pid(): number {
    if (this.runningPid === undefined) throw new Error('the process has not been started');
    return this.runningPid;
  }

  stop(): Promise<ProcessExit> {
    return this.end('stop');
  }

  kill9(): Promise<ProcessExit> {
    return this.end('kill');
  }

  signal(name: NodeJS.Signals): void {
    this.watchdog.send({ kind: 'signal', id: this.id, signal: name });
  }

  /** Keeps this program alive until `work` is done. */
  async holding<T>(work: Promise<T>): Promise<T> {
    this.watchdog.hold();
    try {
      return await work;
    } finally {
      this.watchdog.release();
    }
  }

  private async end(kind: 'stop' | 'kill'): Promise<ProcessExit> {
    this.watchdog.send({ kind, id: this.id });
    const exit = await this.holding(this.exited);
    await this.watchdog.settled();
    return exit;
  }

  /** Only when the watchdog itself was killed: then nobody else can end its child. */
  private killWithoutWatchdog(): void {
    if (this.runningPid === undefined) return;
    try {
      process.kill(this.runningPid, 'SIGKILL');
    } catch {
      // ended already
    }
  }
}

function startRequest(options: SupervisedProcessOptions): Omit<StartRequest, 'kind' | 'id'> {
  return {
    command: options.command,
    args: options.args ?? [],
    cwd: options.cwd ?? process.cwd(),
    env: options.env ?? process.env,
    user: options.user,
    stdin: options.stdin,
    output: options.output ?? 'relay',
    stopSignal: options.stopSignal ?? 'SIGTERM',
    stopTimeoutMs: options.stopTimeoutMs ?? 5_000,
  };
}
