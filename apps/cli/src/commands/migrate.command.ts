import { Command } from 'commander';
import { loadConfigFrom } from '@app/config';
import type { CommandContext, RunCommand } from '../command-context';
import { CommandFailedError } from '../command-failed.error';
import { EXIT_CODE, type ExitCode } from '../exit-code';
import { checkEnvironment } from '../system/app-environment';
import { jsonOption } from './json-option';

export function migrateCommand(run: RunCommand): Command {
  return new Command('migrate')
    .description('bring the schema of DATABASE_URL up to date; run it before the apps of a new version start')
    .addOption(jsonOption('with the names of the migrations that were applied'))
    .action(({ json }: { json: boolean }) => run(migrate, json));
}

/** A second run, or one at the same time, finds nothing left to do. */
async function migrate({ host, terminal }: CommandContext): Promise<ExitCode> {
  checkEnvironment(host.env, 'database');
  const { url } = loadConfigFrom(host.env, 'database').database;
  const { runMigrations } = await import('../system/migrations.js');
  const applied = await runMigrations(url).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message || String(error) : String(error);
    throw new CommandFailedError(`The schema of DATABASE_URL is not up to date: ${reason}`, { cause: error });
  });
  terminal.print(
    applied.length > 0 ? `Applied ${applied.join(', ')}.` : 'The schema was up to date already.',
  );
  terminal.printJson({ applied });
  return EXIT_CODE.ok;
}
