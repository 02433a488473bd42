import { Command } from 'commander';
import type { RunCommand } from './command-context';
import { apiKeyCommand } from './commands/api-key.command';
import { archiveCommand } from './commands/archive.command';
import { auditCommand } from './commands/audit.command';
import { batchCommand } from './commands/batch.command';
import { demoCommand } from './commands/demo.command';
import { destinationCommand } from './commands/destination.command';
import { generateCommand } from './commands/generate.command';
import { ingestCommand } from './commands/ingest.command';
import { lateCommand } from './commands/late.command';
import { migrateCommand } from './commands/migrate.command';
import { registerCommand } from './commands/register.command';
import { runCommand } from './commands/run.command';
import { sharepointCommand } from './commands/sharepoint.command';
import { upCommand } from './commands/up.command';
import { verifyCommand } from './commands/verify.command';

const COMMANDS = [
  upCommand,
  batchCommand,
  ingestCommand,
  runCommand,
  registerCommand,
  lateCommand,
  sharepointCommand,
  apiKeyCommand,
  auditCommand,
  archiveCommand,
  destinationCommand,
  generateCommand,
  verifyCommand,
  migrateCommand,
  demoCommand,
];

/** The command line as the user sees it. */
export function createProgram(run: RunCommand): Command {
  const program = new Command('mrr')
    .description('Migration files in, S1MIG reports out.')
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 failed, 2 wrong usage, 3 done, but some input was rejected.',
    )
    .showHelpAfterError('Try --help.');
  for (const command of COMMANDS.map((create) => create(run))) {
    // Each command throws instead of ending the program itself, so that there is one place that decides the exit code.
    program.addCommand(command.exitOverride().showHelpAfterError('Try --help.'));
  }
  return program.exitOverride();
}
