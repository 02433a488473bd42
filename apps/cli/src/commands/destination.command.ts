import { Command } from 'commander';
import { loadConfigFrom, type DeliveryConfig } from '@app/config';
import type { CommandContext, RunCommand } from '../command-context';
import { textTable } from '../console/text-table';
import { EXIT_CODE, type ExitCode } from '../exit-code';
import { checkEnvironment } from '../system/app-environment';
import { homeOf } from '../system/home-of';
import { joinOrStart } from '../system/join-or-start';
import { jsonOption } from './json-option';

interface DestinationArguments {
  readonly deep: boolean;
  readonly note: boolean;
  readonly json: boolean;
}

/** What each state means and what to do. */
const ADVICE = {
  missing: 'was delivered and is not there any more: ask the recipient, or re-issue it',
  'other content': 'differs from what was issued: somebody has changed it, or the number was used again',
  ahead:
    'is not known here: the database was set back. --note keeps its number from being used for anything else',
  'number used twice': 'has a number that another issue has: tell the recipient which one counts',
  unknown: 'is no report: nothing to do with the product',
} as const;

export function destinationCommand(run: RunCommand): Command {
  const check = new Command('check')
    .description(
      'compare what lies in the Party folders with the issues; run it after a restore, before the services start; exit code 1 if something is wrong',
    )
    .option('--deep', 'read every file whole where the destination tells no hash', false)
    .option(
      '--note',
      'note the numbers that recipients have already, so that they are never used for other content',
      false,
    )
    .addOption(jsonOption('with what was found'))
    .action((given: DestinationArguments) => run((context) => checkFolders(context, given), given.json));
  return new Command('destination')
    .description('what recipients have in their folders')
    .addCommand(check.exitOverride().showHelpAfterError('Try --help.'));
}

function configOf({ host }: CommandContext): DeliveryConfig {
  const env = { ...host.env, MRR_HOME: homeOf(host).homeDir };
  checkEnvironment(env, 'delivery');
  return loadConfigFrom(env, 'delivery').delivery;
}

async function checkFolders(
  context: CommandContext,
  { deep, note }: DestinationArguments,
): Promise<ExitCode> {
  const { terminal } = context;
  const config = configOf(context);
  const system = await joinOrStart(context, {});
  try {
    const { checkDestination } = await import('../system/destination.js');
    const found = await checkDestination(system.database, config, { deep, note });
    const { folders, findings, noted } = found;
    terminal.printJson(found);
    const rows = findings.map(({ folder, fileName, state }) => [folder, fileName, state]);
    if (rows.length > 0) terminal.print(textTable([['folder', 'file', 'state'], ...rows]));
    for (const state of new Set(findings.map((finding) => finding.state)))
      terminal.print(`${state}: ${ADVICE[state]}.`);
    terminal.print(
      `Looked into ${folders} folders: ${findings.length} files need a look, ${noted} numbers noted.`,
    );
    const wrong = findings.filter(({ state }) => state !== 'unknown' && !(note && state === 'ahead'));
    return wrong.length === 0 ? EXIT_CODE.ok : EXIT_CODE.failure;
  } finally {
    await system.stop();
  }
}
