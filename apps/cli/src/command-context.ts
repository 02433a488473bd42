import type { Terminal } from './console/terminal';
import type { ExitCode } from './exit-code';

/** Where the command runs; handed in by `scripts/mrr.mjs`. */
export interface Host {
  /** The user's environment, which the apps inherit. */
  readonly env: NodeJS.ProcessEnv;
  /** Folder of the installation, absolute; `dist` and the default home lie in it. */
  readonly packageRoot: string;
  /** True below `npm run`, whose end must end this program too. */
  readonly startedByNpm: boolean;
}

export interface CommandContext {
  readonly host: Host;
  readonly terminal: Terminal;
  /** Aborted when the user wants the command to end. */
  readonly signal: AbortSignal;
}

/** Runs one command; the outcome becomes the exit code of the program. */
export type RunCommand = (
  work: (context: CommandContext) => Promise<ExitCode>,
  json: boolean,
) => Promise<void>;
