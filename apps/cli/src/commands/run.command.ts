import { Command } from 'commander';
import type { RunCommand } from '../command-context';
import { EXIT_CODE } from '../exit-code';
import { runPeriod } from '../slots/run-period';
import { failedSlots } from '../slots/slot-totals';
import { slotsAsJson, tellSlots } from '../slots/tell-slots';
import { joinOrStart } from '../system/join-or-start';
import { fromOption, periodOf, toOption } from './instant-option';
import { jsonOption } from './json-option';
import { wholeNumber } from './whole-number';

interface RunArguments {
  readonly from: Date;
  readonly to: Date;
  readonly workers: number;
  readonly json: boolean;
}

export function runCommand(run: RunCommand): Command {
  return new Command('run')
    .description('plan and run every slot of a past period; slots that are done already stay as they are')
    .addOption(fromOption())
    .addOption(toOption())
    .option(
      '--workers <n>',
      'processes that build reports, unless a running system does it',
      wholeNumber('--workers', 1, 64),
      1,
    )
    .addOption(jsonOption('with the totals'))
    .action((given: RunArguments) =>
      run(async (context) => {
        const period = periodOf(given);
        const apps = { 'report-scheduler': 1, 'report-worker': given.workers, distribution: 1 };
        const system = await joinOrStart(context, apps);
        try {
          const slots = await runPeriod(system, period, period, context.terminal);
          tellSlots(context.terminal, slots, await failedSlots(system.database, period));
          context.terminal.printJson({ slots: slotsAsJson(slots), issues: slots.issues });
          return slots.failed > 0 ? EXIT_CODE.failure : EXIT_CODE.ok;
        } finally {
          await system.stop();
        }
      }, given.json),
    );
}
