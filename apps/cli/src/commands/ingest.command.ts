import { Command } from 'commander';
import type { RunCommand } from '../command-context';
import { EXIT_CODE } from '../exit-code';
import { ingestFiles } from '../intake/ingest-files';
import { namedInputs } from '../intake/named-inputs';
import { fileAsJson, isAnyRejected, tellFiles } from '../intake/tell-files';
import { joinOrStart } from '../system/join-or-start';
import { jsonOption } from './json-option';

export function ingestCommand(run: RunCommand): Command {
  return new Command('ingest')
    .description('load migration files into the running system, or into the one of MRR_HOME')
    .argument('<path...>', 'files, or folders that are read with all their subfolders')
    .addOption(jsonOption('with the verdict on each file'))
    .action((paths: string[], { json }: { json: boolean }) =>
      run(async (context) => {
        const inputs = await namedInputs(paths);
        const system = await joinOrStart(context, { ingest: 1, 'report-scheduler': 1 });
        try {
          const verdicts = await ingestFiles(system, inputs, context.terminal);
          tellFiles(context.terminal, verdicts);
          context.terminal.printJson({ files: verdicts.map(fileAsJson) });
          return isAnyRejected(verdicts) ? EXIT_CODE.inputRejected : EXIT_CODE.ok;
        } finally {
          await system.stop();
        }
      }, json),
    );
}
