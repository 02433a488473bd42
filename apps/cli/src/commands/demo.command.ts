import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { Command } from 'commander';
import { runBatch } from '../batch/run-batch';
import type { CommandContext, RunCommand } from '../command-context';
import { claimDemoFolder } from '../demo/demo-folder';
import { reportExcerpt } from '../demo/report-excerpt';
import { reportTable } from '../demo/report-table';
import { EXIT_CODE, type ExitCode } from '../exit-code';
import { fileAsJson, tellFiles } from '../intake/tell-files';
import { writeSamples } from '../samples/write-samples';
import { slotsAsJson, tellSlots } from '../slots/tell-slots';
import { homeOf } from '../system/home-of';
import { jsonOption } from './json-option';

const SAMPLE = {
  seed: 7,
  from: '2020-03-02',
  weeks: 3,
  installationsPerDay: 5,
  suppliers: 5,
  dnos: 2,
  hostile: true,
};
/** The second of the three weeks, with the Monday that sums it up. */
const PERIOD = { from: new Date('2020-03-09T00:00:00Z'), to: new Date('2020-03-16T06:00:00Z') };
const WORKERS = 2;

export function demoCommand(run: RunCommand): Command {
  return new Command('demo')
    .description('the whole way once: sample files, some of them bad, through all apps to delivered reports')
    .addOption(jsonOption('with the verdict on each file and the totals'))
    .action(({ json }: { json: boolean }) => run(demo, json));
}

async function demo(context: CommandContext): Promise<ExitCode> {
  const { host, terminal, signal } = context;
  const folder = claimDemoFolder(homeOf(host).homeDir);
  const outputFolder = folder.path;
  const inputFolder = await mkdtemp(join(tmpdir(), 'mrr-demo-'));
  try {
    const { files: count, expected } = await writeSamples(SAMPLE, inputFolder, signal);
    terminal.print(
      `${count} sample files of three weeks, ${expected.length} of them with mistakes on purpose.`,
    );
    terminal.print('Starting PostgreSQL, Redis and the apps …\n');
    const options = { inputFolder, outputFolder, period: PERIOD, workers: WORKERS };
    const { files, slots, failed, inspected } = await runBatch(context, options, async (database) => ({
      table: await reportTable(database),
      excerpt: await reportExcerpt(database, outputFolder),
    }));
    tellFiles(terminal, files);
    tellSlots(terminal, slots, failed);
    terminal.print(`\n${inspected.table}\n`);
    if (inspected.excerpt !== undefined) {
      terminal.print(
        `${inspected.excerpt.path}\n${inspected.excerpt.lines.map((line) => `  ${line}`).join('\n')}\n`,
      );
    }
    terminal.print(
      `The reports lie in ${relative(process.cwd(), outputFolder) || '.'}, one folder per Party.`,
    );
    terminal.printJson({ files: files.map(fileAsJson), slots: slotsAsJson(slots), issues: slots.issues });
    return slots.failed > 0 ? EXIT_CODE.failure : EXIT_CODE.ok;
  } finally {
    folder.release();
    await rm(inputFolder, { recursive: true, force: true });
  }
}
