import { createReadStream } from 'node:fs';
import { Command } from 'commander';
import { verificationReply, verifyReports } from '@app/mrr';
import type { RunCommand } from '../command-context';
import { EXIT_CODE } from '../exit-code';
import { inputFilesBelow } from '../intake/input-file';
import { existingFolder } from './existing-path';
import { jsonOption } from './json-option';

interface VerifyOptions {
  readonly reissuesExpected: boolean;
  readonly json: boolean;
}

export function verifyCommand(run: RunCommand): Command {
  return new Command('verify')
    .description(
      "a recipient's check of delivered reports: names, gaps, duplicates, format, sums; warnings do not fail it",
    )
    .argument('<dir>', 'folder with reports, read with all its subfolders')
    .option('--reissues-expected', 'an issue that repeats another one is no error', false)
    .addOption(jsonOption('with the findings and the series'))
    .action((dir: string, { reissuesExpected, json }: VerifyOptions) =>
      run(async ({ terminal }) => {
        const files = await inputFilesBelow(existingFolder(dir));
        const delivered = files.map(({ path, source }) => ({ path, open: () => createReadStream(source) }));
        const result = await verifyReports(delivered, { reissuesExpected });
        terminal.print(verificationReply(result).trimEnd());
        terminal.printJson(result);
        const hasErrors = result.findings.some(({ severity }) => severity === 'error');
        return hasErrors ? EXIT_CODE.failure : EXIT_CODE.ok;
      }, json),
    );
}
