import { Command, Option } from 'commander';
import type { OperatorRole } from '@app/database';
import type { CommandContext, RunCommand } from '../command-context';
import { CommandFailedError } from '../command-failed.error';
import { textTable } from '../console/text-table';
import { EXIT_CODE, type ExitCode } from '../exit-code';
import { joinOrStart } from '../system/join-or-start';
import { UsageError } from '../usage.error';
import { instantOption } from './instant-option';
import { jsonOption } from './json-option';

interface CreateArguments {
  readonly name: string;
  readonly role: OperatorRole;
  readonly party?: string;
  readonly expires?: Date;
}

export function apiKeyCommand(run: RunCommand): Command {
  const command = new Command('api-key').description(
    'make, list and revoke keys of the operations API and console',
  );
  const create = new Command('create')
    .description('make a key; it is shown now and never again')
    .requiredOption('--name <name>', 'whose it is')
    .addOption(
      new Option('--role <role>', 'what it may do')
        .choices(['viewer', 'operator', 'administrator'])
        .default('viewer'),
    )
    .option('--party <signifier>', 'SEC Party Signifier: the key sees only the data of this Party')
    .addOption(instantOption('--expires', 'when it ends; default: never'))
    .addOption(jsonOption('with id and secret'))
    .action((given: CreateArguments & { json: boolean }) =>
      run((context) => createKey(context, given), given.json),
    );
  const list = new Command('list')
    .description('list keys, without their secrets')
    .addOption(jsonOption('with the keys'))
    .action(({ json }: { json: boolean }) => run(listKeys, json));
  const revoke = new Command('revoke')
    .description('end a key and the console sessions that it opened')
    .argument('<id>', 'id of the key')
    .requiredOption('--reason <text>', 'why; kept in the audit log')
    .addOption(jsonOption('with the id'))
    .action((id: string, given: { reason: string; json: boolean }) =>
      run((context) => revokeKey(context, id, given.reason), given.json),
    );
  for (const subcommand of [create, list, revoke]) {
    command.addCommand(subcommand.exitOverride().showHelpAfterError('Try --help.'));
  }
  return command;
}

async function createKey(
  context: CommandContext,
  { name, role, party, expires }: CreateArguments,
): Promise<ExitCode> {
  if (party !== undefined && role !== 'viewer')
    throw new UsageError('A key of one Party has the role viewer');
  const system = await joinOrStart(context, {});
  try {
    const access = await import('../system/access.js');
    const key = { name, role, party: party ?? null, expiresAt: expires ?? null };
    const created = await access.createKey(system.database, key).catch((error: unknown) => {
      if (error instanceof RangeError) throw new CommandFailedError(error.message, { cause: error });
      throw error;
    });
    context.terminal.print(
      `Key ${created.id} of ${name} (${role}${party === undefined ? '' : ` of ${party}`}):`,
    );
    context.terminal.print(created.secret);
    context.terminal.printJson({ ...created, name, role, party: party ?? null });
    return EXIT_CODE.ok;
  } finally {
    await system.stop();
  }
}

async function listKeys(context: CommandContext): Promise<ExitCode> {
  const system = await joinOrStart(context, {});
  try {
    const access = await import('../system/access.js');
    const keys = await access.listKeys(system.database);
    const rows = keys.map(({ id, name, role, party, expiresAt, revokedAt }) => [
      id,
      name,
      role,
      party ?? '',
      expiresAt?.toISOString() ?? 'never',
      revokedAt?.toISOString() ?? '',
    ]);
    context.terminal.print(textTable([['id', 'name', 'role', 'party', 'ends', 'revoked'], ...rows]));
    context.terminal.printJson({ keys });
    return EXIT_CODE.ok;
  } finally {
    await system.stop();
  }
}

async function revokeKey(context: CommandContext, id: string, reason: string): Promise<ExitCode> {
  if (!/^[1-9]\d{0,17}$/.test(id)) throw new UsageError(`Not the id of a key: ${id}`);
  const system = await joinOrStart(context, {});
  try {
    const access = await import('../system/access.js');
    if (!(await access.revokeKey(system.database, id, reason))) {
      throw new CommandFailedError(`There is no live key ${id}`);
    }
    context.terminal.print(`Revoked key ${id}.`);
    context.terminal.printJson({ revoked: id });
    return EXIT_CODE.ok;
  } finally {
    await system.stop();
  }
}
