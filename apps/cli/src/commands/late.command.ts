import { LATE_CAUSES, type LateOutcome, lateOutcomes } from '@app/database';
import { Command } from 'commander';
import { stringify } from 'csv-stringify/sync';
import type { RunCommand } from '../command-context';
import { EXIT_CODE } from '../exit-code';
import { joinOrStart } from '../system/join-or-start';
import { fromOption, periodOf, toOption } from './instant-option';
import { jsonOption } from './json-option';

interface LateArguments {
  readonly recipient?: string;
  readonly from: Date;
  readonly to: Date;
  readonly json: boolean;
}

const COLUMNS: readonly (keyof LateOutcome)[] = [
  'report',
  'recipient',
  'chfId',
  'distributorId',
  'completedAt',
  'dutySlot',
  'reportedIn',
  'reportedAt',
  'concludingFileReceivedAt',
  'lastFileReceivedAt',
  'lastFileName',
  'cause',
];

export function lateCommand(run: RunCommand): Command {
  return new Command('late')
    .description('outcomes told after the six-hour duty, or untold past it, each with its cause; CSV')
    .option('--recipient <user-id>', 'only those of one supplier or DNO')
    .addOption(fromOption())
    .addOption(toOption())
    .addOption(jsonOption('instead of CSV'))
    .addHelpText('after', `\nCauses:\n${causesText()}`)
    .action((given: LateArguments) =>
      run(async (context) => {
        const period = periodOf(given);
        const system = await joinOrStart(context, {});
        try {
          const outcomes = await lateOutcomes(system.database, { ...period, recipient: given.recipient });
          context.terminal.print(asCsv(outcomes));
          context.terminal.printJson({ recipient: given.recipient ?? null, ...period, outcomes });
          return EXIT_CODE.ok;
        } finally {
          await system.stop();
        }
      }, given.json),
    );
}

function causesText(): string {
  return Object.entries(LATE_CAUSES)
    .map(([cause, meaning]) => `  ${cause}: ${meaning}`)
    .join('\n');
}

function asCsv(outcomes: readonly LateOutcome[]): string {
  const rows = outcomes.map((outcome) => COLUMNS.map((column) => textOf(outcome[column])));
  return stringify([COLUMNS, ...rows]).trimEnd();
}

function textOf(value: string | Date | null): string {
  return value instanceof Date ? `${value.toISOString().slice(0, 19)}Z` : (value ?? '');
}
