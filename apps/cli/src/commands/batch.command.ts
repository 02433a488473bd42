import { resolve } from 'node:path';
import { Command } from 'commander';
import { type BatchResult, runBatch } from '../batch/run-batch';
import type { RunCommand } from '../command-context';
import type { Terminal } from '../console/terminal';
import { EXIT_CODE, type ExitCode } from '../exit-code';
import { fileAsJson, isAnyRejected, tellFiles } from '../intake/tell-files';
import { slotsAsJson, tellSlots } from '../slots/tell-slots';
import { existingFolder } from './existing-path';
import { fromOption, periodOf, toOption } from './instant-option';
import { jsonOption } from './json-option';
import { wholeNumber } from './whole-number';

interface BatchArguments {
  readonly in: string;
  readonly from: Date;
  readonly to: Date;
  readonly out: string;
  readonly workers: number;
  readonly json: boolean;
}

export function batchCommand(run: RunCommand): Command {
  return new Command('batch')
    .description(
      'load every file of a folder, run every slot of a period, deliver into a folder; keeps nothing else',
    )
    .requiredOption('--in <dir>', 'folder with migration files, read with all its subfolders')
    .addOption(fromOption())
    .addOption(toOption())
    .requiredOption('--out <dir>', 'receives one folder per Party; created when it is not there')
    .option('--workers <n>', 'processes that build reports', wholeNumber('--workers', 1, 64), 1)
    .addOption(jsonOption('with the verdict on each file and the totals'))
    .action((given: BatchArguments) =>
      run(async (context) => {
        const options = {
          inputFolder: existingFolder(given.in),
          outputFolder: resolve(given.out),
          period: periodOf(given),
          workers: given.workers,
        };
        const result = await runBatch(context, options, async () => undefined);
        const isSharePoint = context.host.env['DELIVERY_TARGET'] === 'sharepoint';
        tellBatch(context.terminal, result, isSharePoint ? 'the SharePoint library' : options.outputFolder);
        return batchExitCode(result);
      }, given.json),
    );
}

function tellBatch(terminal: Terminal, { files, slots, failed }: BatchResult, destination: string): void {
  tellFiles(terminal, files);
  tellSlots(terminal, slots, failed);
  terminal.print(`Delivered to ${destination}`);
  terminal.printJson({ files: files.map(fileAsJson), slots: slotsAsJson(slots), issues: slots.issues });
}

function batchExitCode({ files, slots }: BatchResult): ExitCode {
  if (slots.failed > 0) return EXIT_CODE.failure;
  return isAnyRejected(files) ? EXIT_CODE.inputRejected : EXIT_CODE.ok;
}
