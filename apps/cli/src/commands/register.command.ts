import { Command } from 'commander';
import { stringify } from 'csv-stringify/sync';
import type { RunCommand } from '../command-context';
import { EXIT_CODE } from '../exit-code';
import { type RegisterEntry, slotRegister } from '../register/slot-register';
import { joinOrStart } from '../system/join-or-start';
import { fromOption, periodOf, toOption } from './instant-option';
import { jsonOption } from './json-option';

interface RegisterArguments {
  readonly recipient: string;
  readonly from: Date;
  readonly to: Date;
  readonly json: boolean;
}

const COLUMNS: readonly (keyof RegisterEntry)[] = [
  'report',
  'slotTime',
  'dueAt',
  'cause',
  'outcome',
  'number',
  'fileName',
  'rows',
  'deliveredAt',
  'reason',
];

export function registerCommand(run: RunCommand): Command {
  return new Command('register')
    .description('what became of every due slot of one recipient: issued, nil, late or failed; CSV')
    .requiredOption('--recipient <user-id>', 'User ID of a supplier or DNO')
    .addOption(fromOption())
    .addOption(toOption())
    .addOption(jsonOption('instead of CSV'))
    .action((given: RegisterArguments) =>
      run(async (context) => {
        const period = periodOf(given);
        const system = await joinOrStart(context, {});
        try {
          const entries = await slotRegister(system.database, given.recipient, period, new Date());
          context.terminal.print(asCsv(entries));
          context.terminal.printJson({ recipient: given.recipient, ...period, slots: entries });
          return EXIT_CODE.ok;
        } finally {
          await system.stop();
        }
      }, given.json),
    );
}

function asCsv(entries: readonly RegisterEntry[]): string {
  const rows = entries.map((entry) => COLUMNS.map((column) => textOf(entry[column])));
  return stringify([COLUMNS, ...rows]).trimEnd();
}

function textOf(value: string | number | Date | null): string {
  if (value instanceof Date) return `${value.toISOString().slice(0, 19)}Z`;
  return value === null ? '' : String(value);
}
