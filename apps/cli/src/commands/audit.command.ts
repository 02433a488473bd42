import { Command } from 'commander';
import type { CommandContext, RunCommand } from '../command-context';
import { EXIT_CODE, type ExitCode } from '../exit-code';
import { joinOrStart } from '../system/join-or-start';
import { jsonOption } from './json-option';

export function auditCommand(run: RunCommand): Command {
  const verify = new Command('verify')
    .description(
      "recompute the chain of hashes of the log of operators' changes; exit code 1 if it is broken",
    )
    .addOption(jsonOption('with the number of entries, the last hash and where the chain breaks'))
    .action(({ json }: { json: boolean }) => run(verifyAudit, json));
  return new Command('audit')
    .description("the log of operators' changes")
    .addCommand(verify.exitOverride().showHelpAfterError('Try --help.'));
}

async function verifyAudit(context: CommandContext): Promise<ExitCode> {
  const system = await joinOrStart(context, {});
  try {
    const access = await import('../system/access.js');
    const { entries, lastHash, brokenAt } = await access.verifyAudit(system.database);
    context.terminal.printJson({ entries, lastHash, brokenAt: brokenAt ?? null });
    if (brokenAt !== undefined) {
      context.terminal.print(`The chain is whole up to entry ${entries} and breaks at entry ${brokenAt}.`);
      return EXIT_CODE.failure;
    }
    context.terminal.print(`The chain of ${entries} entries is whole. Last hash: ${lastHash}`);
    return EXIT_CODE.ok;
  } finally {
    await system.stop();
  }
}
