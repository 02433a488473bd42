import { CommanderError } from 'commander';
import type { Host, RunCommand } from './command-context';
import { CommandFailedError } from './command-failed.error';
import { Terminal } from './console/terminal';
import { EXIT_CODE, type ExitCode } from './exit-code';
import { InterruptedError } from './interrupted.error';
import { createProgram } from './program';
import { watchForInterruption } from './watch-for-interruption';
import { UsageError } from './usage.error';

/** Runs one command line and returns the exit code; called by `scripts/mrr.mjs`. */
export async function main(args: readonly string[], host: Host): Promise<ExitCode> {
  // `mrr … | head`: that nobody reads on is no reason to give the work up.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  let exitCode: ExitCode = EXIT_CODE.ok;
  const run: RunCommand = async (work, json) => {
    const interruption = watchForInterruption(host.startedByNpm);
    try {
      exitCode = await work({ host, terminal: new Terminal(json), signal: interruption.signal });
    } finally {
      interruption.stop();
    }
  };
  try {
    await createProgram(run).parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    return exitCodeOf(error);
  }
}

function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CommanderError) {
    // Commander has said what is wrong, or has printed the help that was asked for.
    return error.exitCode === 0 ? EXIT_CODE.ok : EXIT_CODE.usage;
  }
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\n`);
    return EXIT_CODE.usage;
  }
  const isExplained = error instanceof CommandFailedError || error instanceof InterruptedError;
  process.stderr.write(`${isExplained ? error.message : explained(error)}\n`);
  return EXIT_CODE.failure;
}

/** Errors of this program's own libraries explain themselves; what carries no message is shown whole. */
function explained(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isOwn = 'code' in error && error.message !== '';
  return isOwn ? `${error.name}: ${error.message}` : (error.stack ?? error.message);
}
