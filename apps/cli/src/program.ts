import { Command } from 'commander';
import type { RunCommand } from './command-context';
import { batchCommand } from './commands/batch.command';

/** The command line as the user sees it. */
export function createProgram(run: RunCommand): Command {
  const program = new Command('mrr')
    .description('Migration files in, S1MIG reports out.')
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 failed, 2 wrong usage, 3 done, but some input was rejected.',
    )
    .showHelpAfterError('Try --help.');
  for (const command of [batchCommand(run)]) {
    // Each command throws instead of ending the program itself, so that there is one place that decides the exit code.
    program.addCommand(command.exitOverride().showHelpAfterError('Try --help.'));
  }
  return program.exitOverride();
}
