import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import type { PartyFolder, ProvisionedFolder, SharePointFinding } from '@app/delivery';
import { parse } from 'csv-parse/sync';
import type { CommandContext, RunCommand } from '../command-context';
import { textTable } from '../console/text-table';
import { EXIT_CODE, type ExitCode } from '../exit-code';
import { joinOrStart } from '../system/join-or-start';
import { sharePointConfig } from '../system/sharepoint-config';
import { UsageError } from '../usage.error';
import { jsonOption } from './json-option';

interface FolderArguments {
  readonly folder: string[];
  readonly readers?: string;
  readonly json: boolean;
}

export function sharepointCommand(run: RunCommand): Command {
  const command = new Command('sharepoint').description(
    'look at the SharePoint library, or make its Party folders',
  );
  const folders = (name: string, description: string): Command =>
    new Command(name)
      .description(description)
      .option('--folder <name...>', 'Party folders; default: those of the ruling master data', [])
      .option('--readers <file>', 'CSV without titles, `folder,e-mail` per line: who shall read which folder')
      .addOption(jsonOption('with what was found'));
  const check = folders(
    'check',
    'try out sign-in, library, site, a probe file with # in its name, and every Party folder with its readers',
  ).action((given: FolderArguments) => run((context) => checkLibrary(context, given), given.json));
  const provision = folders(
    'provision',
    'create the Party folders that are missing, closed to all but their readers; says what it would do unless --apply',
  )
    .option('--apply', 'do it', false)
    .action((given: FolderArguments & { apply: boolean }) =>
      run((context) => provisionFolders(context, given), given.json),
    );
  for (const subcommand of [check, provision])
    command.addCommand(subcommand.exitOverride().showHelpAfterError('Try --help.'));
  return command;
}

async function checkLibrary(context: CommandContext, given: FolderArguments): Promise<ExitCode> {
  const config = sharePointConfig(context.host.env);
  const { checkSharePoint } = await import('../system/sharepoint.js');
  const findings = await checkSharePoint(config, await partyFolders(context, given));
  context.terminal.print(textTable([['what', 'name', 'state', 'detail'], ...findings.map(findingRow)]));
  context.terminal.printJson({ findings });
  return findings.some(({ state }) => state === 'failed') ? EXIT_CODE.failure : EXIT_CODE.ok;
}

async function provisionFolders(
  context: CommandContext,
  given: FolderArguments & { apply: boolean },
): Promise<ExitCode> {
  const config = sharePointConfig(context.host.env);
  const { provisionSharePoint } = await import('../system/sharepoint.js');
  const folders = await provisionSharePoint(config, await partyFolders(context, given), {
    apply: given.apply,
  });
  context.terminal.print(textTable([['folder', 'state', 'detail'], ...folders.map(folderRow)]));
  if (!given.apply)
    context.terminal.print('Nothing was changed. Repeat with --apply to create what is missing.');
  context.terminal.printJson({ applied: given.apply, folders });
  return folders.some(({ state }) => state === 'failed') ? EXIT_CODE.failure : EXIT_CODE.ok;
}

const findingRow = ({ subject, name, state, detail }: SharePointFinding): string[] => [
  subject,
  name,
  state,
  detail,
];
const folderRow = ({ folder, state, detail }: ProvisionedFolder): string[] => [folder, state, detail];

async function partyFolders(context: CommandContext, given: FolderArguments): Promise<PartyFolder[]> {
  const readers = given.readers === undefined ? undefined : readersOf(given.readers);
  const names = given.folder.length > 0 ? given.folder : await foldersOfMasterData(context);
  return names.map((folder) => ({ folder, ...(readers && { readers: readers.get(folder) ?? [] }) }));
}

async function foldersOfMasterData(context: CommandContext): Promise<string[]> {
  const system = await joinOrStart(context, {});
  try {
    const { rows } = await system.database.query<{ folder: string }>(
      'SELECT DISTINCT folder FROM recipient ORDER BY folder',
    );
    return rows.map(({ folder }) => folder);
  } finally {
    await system.stop();
  }
}

/** @throws UsageError if the file cannot be read or a line has not two fields */
function readersOf(path: string): Map<string, string[]> {
  const readers = new Map<string, string[]>();
  try {
    for (const [folder = '', email = ''] of parse(readFileSync(path), { skip_empty_lines: true })) {
      readers.set(folder, [...(readers.get(folder) ?? []), email]);
    }
  } catch (error) {
    throw new UsageError(`--readers ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return readers;
}
