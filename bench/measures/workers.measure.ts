import { burstDatabase } from '../burst/burst-database';
import { runBurst } from '../burst/run-burst';
import { median } from '../harness/median';
import type { Measure } from '../measure';
import { serialPart, speedUp } from './serial-part';

const WORKERS = [1, 2, 4];

/** The same burst with 1, 2 and 4 worker processes that build one slot at a time. */
export const workers: Measure = {
  name: 'workers',
  title: 'Throughput by workers',
  async measure(bench) {
    const template = await burstDatabase(bench, bench.size(88_000, 4_000));
    const rates = WORKERS.map((): number[] => []);
    for (let round = 1; round <= bench.options.rounds; round++) {
      for (const [index, count] of WORKERS.entries()) {
        const { slots, elapsedMs } = await runBurst(bench, { template, workers: count, concurrency: 1 });
        rates[index]?.push((slots / elapsedMs) * 1000);
        bench.options.tell(`  round ${round}, ${count} workers: ${(slots / elapsedMs) * 1000} slots/s`);
      }
    }
    const medians = rates.map(median);
    const [one = Number.NaN] = medians;
    const measured = WORKERS.map((count, index) => ({
      workers: count,
      speedUp: (medians[index] ?? 0) / one,
    }));
    const serial = serialPart(measured);
    return {
      figures: [
        ...measured.slice(1).map(({ workers: count, speedUp: value }) => ({
          what: `${count} workers`,
          against: 'one worker',
          value,
          unit: '×',
        })),
        { what: 'serial part', against: 'Amdahl, least squares', value: serial, unit: '' },
        { what: '8 workers', against: 'one worker, predicted', value: speedUp(8, serial), unit: '×' },
      ],
      series: WORKERS.map((count, index) => ({
        name: `${count} workers`,
        unit: 'slots/s',
        values: rates[index] ?? [],
      })),
      conditions: { serialPart: serial },
    };
  },
};
