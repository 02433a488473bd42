import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { generateMigrationCommonFile, LARGE_COMMON_FILE_NAME } from '@app/migration-files';
import { WEEK_MS } from '@app/mrr';
import type { CommandContext, RunCommand } from '../command-context';
import { EXIT_CODE } from '../exit-code';
import { writeContent, writeSamples } from '../samples/write-samples';
import { UsageError } from '../usage.error';
import { jsonOption } from './json-option';
import { wholeNumber } from './whole-number';

interface GenerateArguments {
  readonly seed: number;
  readonly from: string;
  readonly weeks: number;
  readonly installationsPerDay: number;
  readonly suppliers: number;
  readonly dnos: number;
  readonly hostile: boolean;
  readonly largeCommonFile?: number;
  readonly devicesPerInstallation: number;
  readonly out: string;
  readonly json: boolean;
}

const HOUR_OF_LAST_SLOT = 6;

export function generateCommand(run: RunCommand): Command {
  return new Command('generate')
    .description('write sample migration files; the same options give the same bytes')
    .option('--seed <n>', 'another number gives other files', wholeNumber('--seed', 0, 999_999_999), 1)
    .option('--from <date>', 'Monday of the first Migration Week', '2020-03-02')
    .option('--weeks <n>', 'Migration Weeks', wholeNumber('--weeks', 1, 104), 3)
    .option(
      '--installations-per-day <n>',
      'on a full working day',
      wholeNumber('--installations-per-day', 1, 100_000),
      20,
    )
    .option('--suppliers <n>', 'supplier Parties', wholeNumber('--suppliers', 4, 500), 8)
    .option('--dnos <n>', 'DNO Parties', wholeNumber('--dnos', 1, 20), 5)
    .option('--hostile', 'add files that must be rejected, and records that must be set aside', false)
    .option(
      '--large-common-file <n>',
      'write one Migration Common File with n installations instead',
      wholeNumber('--large-common-file', 0, 80_000_000),
    )
    .option(
      '--devices-per-installation <n>',
      'of the large file',
      wholeNumber('--devices-per-installation', 1, 8),
      6,
    )
    .requiredOption('--out <dir>', 'created when it is not there')
    .addOption(jsonOption('with the number of files and the verdicts that hostile ones must get'))
    .action((given: GenerateArguments) =>
      run(
        (context) =>
          given.largeCommonFile === undefined ? samples(context, given) : largeFile(context, given),
        given.json,
      ),
    );
}

async function samples({ terminal, signal }: CommandContext, given: GenerateArguments): Promise<0> {
  const firstMonday = firstMondayOf(given.from);
  const out = resolve(given.out);
  const written = await writeSamples(given, out, signal);
  const [from, to] = [firstMonday, firstMonday + given.weeks * WEEK_MS + HOUR_OF_LAST_SLOT * 3_600_000].map(
    (instant) => `${new Date(instant).toISOString().slice(0, 19)}Z`,
  );
  terminal.print(`${written.files} files (${written.bytes} bytes) are in ${out}`);
  terminal.print(`Try: npm run mrr -- batch --in ${given.out} --from ${from} --to ${to} --out delivered`);
  terminal.printJson({
    out,
    files: written.files,
    bytes: written.bytes,
    from,
    to,
    expected: written.expected,
  });
  return EXIT_CODE.ok;
}

async function largeFile({ terminal }: CommandContext, given: GenerateArguments): Promise<0> {
  const out = resolve(given.out);
  await mkdir(out, { recursive: true });
  const { largeCommonFile: installations = 0, devicesPerInstallation, seed } = given;
  const content = generateMigrationCommonFile({ installations, devicesPerInstallation, seed });
  const bytes = await writeContent(join(out, LARGE_COMMON_FILE_NAME), content);
  terminal.print(`${LARGE_COMMON_FILE_NAME} (${bytes} bytes) is in ${out}`);
  terminal.printJson({ out, files: 1, bytes, expected: [] });
  return EXIT_CODE.ok;
}

function firstMondayOf(text: string): number {
  const day = new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : '');
  const isMonday =
    !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text) && day.getUTCDay() === 1;
  if (!isMonday) throw new UsageError(`--from takes a Monday such as 2020-03-02, not "${text}"`);
  return day.getTime();
}
