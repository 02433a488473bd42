import { join } from 'node:path';
import { burstDatabase } from '../burst/burst-database';
import { copyIssues } from '../burst/copy-issues';
import { runBurst } from '../burst/run-burst';
import { median } from '../harness/median';
import type { Measure, Series } from '../measure';

/** As `mrr batch` starts them on two processors. */
const WORKERS = 2;

/** All slots of a Monday morning in the peak week, until the last file is in its folder. */
export const burst: Measure = {
  name: 'burst',
  title: 'Monday morning burst',
  async measure(bench) {
    // The best month had 382,000 installations: 88,000 a week.
    const attempts = bench.size(88_000, 4_000);
    const template = await burstDatabase(bench, attempts);
    const ours: number[] = [];
    const oneProcess: number[] = [];
    const processPerFile: number[] = [];
    let conditions: Record<string, number> = { attempts, workers: WORKERS };
    for (let round = 1; round <= bench.options.rounds; round++) {
      const { elapsedMs, database, slots, delivered, failed, rows, megabytes } = await runBurst(bench, {
        template,
        workers: WORKERS,
      });
      const psql = await copyIssues(bench.urlOf(database), join(bench.folder, 'files', 'burst'));
      bench.options.tell(
        `  round ${round}: ${Math.round(elapsedMs)} ms, psql ${Math.round(psql.oneProcess)} ms`,
      );
      ours.push(elapsedMs);
      oneProcess.push(psql.oneProcess);
      processPerFile.push(psql.processPerFile);
      conditions = { ...conditions, slots, delivered, failed, rows, megabytes: Math.round(megabytes) };
    }
    const series: Series[] = [
      { name: 'mrr', unit: 'ms', values: ours },
      { name: 'psql COPY, one process for all files', unit: 'ms', values: oneProcess },
      { name: 'psql COPY, a process for each file', unit: 'ms', values: processPerFile },
    ];
    return {
      figures: [
        {
          what: `${conditions['slots']} slots until the last is delivered`,
          against: 'psql COPY, a process for each file, one after another',
          goal: { kind: 'at most', value: 2 },
          value: median(ours) / median(processPerFile),
          unit: '×',
        },
        {
          what: 'the same',
          against: 'one psql for all files (no goal: no process start at all)',
          value: median(ours) / median(oneProcess),
          unit: '×',
        },
      ],
      series,
      conditions,
    };
  },
};
