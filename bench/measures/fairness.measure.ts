import { burstDatabase } from '../burst/burst-database';
import { runBurst } from '../burst/run-burst';
import { median } from '../harness/median';
import type { Measure } from '../measure';

const WORKERS = 2;

/** Whether one recipient's very long report holds back the reports of all others in the same burst. */
export const fairness: Measure = {
  name: 'fairness',
  title: 'Others beside one very long report',
  async measure(bench) {
    const attempts = bench.size(20_000, 4_000);
    const outage = bench.size(1_000_000, 25_000);
    const usual = await burstDatabase(bench, attempts);
    const afterOutage = await burstDatabase(bench, attempts, outage);
    const times: Record<'alone' | 'beside' | 'long', number[]> = { alone: [], beside: [], long: [] };
    for (let round = 1; round <= bench.options.rounds; round++) {
      times.alone.push((await runBurst(bench, { template: usual, workers: WORKERS })).othersMs);
      const { othersMs, elapsedMs } = await runBurst(bench, { template: afterOutage, workers: WORKERS });
      times.beside.push(othersMs);
      times.long.push(elapsedMs);
      bench.options.tell(
        `  round ${round}: others ${Math.round(othersMs)} ms, all ${Math.round(elapsedMs)} ms`,
      );
    }
    const alone = median(times.alone);
    return {
      figures: [
        {
          what: `the last slot of all others, beside a report of ${outage} rows`,
          against: 'the same slots without it',
          value: median(times.beside) / alone,
          unit: '×',
        },
        {
          what: 'the long report itself',
          against: 'the slots of all others without it',
          value: median(times.long) / alone,
          unit: '×',
        },
      ],
      series: [
        { name: 'others, without the long report', unit: 'ms', values: times.alone },
        { name: 'others, beside it', unit: 'ms', values: times.beside },
        { name: 'the long report', unit: 'ms', values: times.long },
      ],
      conditions: { attempts, outage, workers: WORKERS },
    };
  },
};
