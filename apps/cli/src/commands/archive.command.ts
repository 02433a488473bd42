import { Command } from 'commander';
import { loadConfigFrom, type ArchiveConfig, type ReportConfig } from '@app/config';
import type { CommandContext, RunCommand } from '../command-context';
import { textTable } from '../console/text-table';
import { EXIT_CODE, type ExitCode } from '../exit-code';
import type { ArchiveCheck } from '../system/archive';
import { checkEnvironment } from '../system/app-environment';
import { homeOf } from '../system/home-of';
import { joinOrStart } from '../system/join-or-start';
import { secretsOf } from '../system/secrets';
import { jsonOption } from './json-option';

interface ArchiveArguments {
  readonly deep: boolean;
  readonly json: boolean;
}

export function archiveCommand(run: RunCommand): Command {
  const command = new Command('archive').description(
    'the files of issues and of received files that are kept',
  );
  const subcommand = (name: string, description: string): Command =>
    new Command(name)
      .description(description)
      .option('--deep', 'read every file whole and compare its hash, not its size alone', false)
      .addOption(jsonOption('with what was found'));
  const check = subcommand(
    'check',
    'compare the archive with the issues: files that are missing or damaged, files that nobody refers to, numbers and hashes of all series; exit code 1 if something is wrong',
  ).action((given: ArchiveArguments) => run((context) => checkFiles(context, given), given.json));
  const restore = subcommand(
    'restore',
    'make lost and damaged files of issues again, byte for byte; exit code 1 if one cannot be made',
  ).action((given: ArchiveArguments) => run((context) => restoreFiles(context, given), given.json));
  for (const each of [check, restore])
    command.addCommand(each.exitOverride().showHelpAfterError('Try --help.'));
  return command;
}

/** Of the installation on this home, or of the one that the environment names. */
function configOf({ host }: CommandContext): { archive: ArchiveConfig; report: ReportConfig } {
  const { homeDir } = homeOf(host);
  const env = { TIE_BREAK_KEY: secretsOf(homeDir).tieBreakKey, ...host.env, MRR_HOME: homeDir };
  checkEnvironment(env, 'archive', 'report');
  return loadConfigFrom(env, 'archive', 'report');
}

async function checkFiles(context: CommandContext, { deep }: ArchiveArguments): Promise<ExitCode> {
  const { archive } = configOf(context);
  const system = await joinOrStart(context, {});
  try {
    const { checkArchive } = await import('../system/archive.js');
    const found = await checkArchive(system.database, archive, { deep });
    tell(context, found);
    const { damaged, lostSources, brokenChains } = found;
    const isWhole = damaged.length + lostSources.length + brokenChains.length === 0;
    return isWhole ? EXIT_CODE.ok : EXIT_CODE.failure;
  } finally {
    await system.stop();
  }
}

function tell({ terminal }: CommandContext, found: ArchiveCheck): void {
  const { checked, damaged, lostSources, unreferenced, brokenChains } = found;
  terminal.printJson(found);
  const rows = [
    ...damaged.map(({ issueId, damage, archiveKey }) => [`issue ${issueId}`, damage, archiveKey]),
    ...lostSources.map(({ sourceFileId, name }) => [`received file ${sourceFileId}`, 'missing', name]),
    ...brokenChains.map(({ reportId, recipientId, sequenceNumber, problem }) => [
      `${reportId} ${recipientId}`,
      `number ${sequenceNumber}`,
      problem,
    ]),
    ...unreferenced.map((key) => ['no issue', 'left over', key]),
  ];
  if (rows.length > 0) terminal.print(textTable([['what', 'state', 'detail'], ...rows]));
  terminal.print(`Looked at the files of ${checked} issues: ${damaged.length} are damaged.`);
  if (damaged.length > 0) terminal.print('`mrr archive restore` makes again what can be made again.');
}

async function restoreFiles(context: CommandContext, { deep }: ArchiveArguments): Promise<ExitCode> {
  const { archive, report } = configOf(context);
  const system = await joinOrStart(context, {});
  try {
    const { restoreArchive } = await import('../system/archive.js');
    const { restored, lost } = await restoreArchive(system.database, archive, report, { deep });
    context.terminal.printJson({ restored, lost });
    for (const { fileName } of restored) context.terminal.print(`Made again: ${fileName}`);
    for (const { fileName, location } of lost)
      context.terminal.print(
        `Cannot be made again: ${fileName}; it was delivered to ${location ?? 'nobody'}`,
      );
    context.terminal.print(`${restored.length} files made again, ${lost.length} lost.`);
    return lost.length === 0 ? EXIT_CODE.ok : EXIT_CODE.failure;
  } finally {
    await system.stop();
  }
}
