/**
 * Real processes, real services, seeded faults, and a check of what lies in the destination by a model of the regime
 * that knows nothing of the product (docs/reliability.md):
 *
 *     npm run chaos -- --seeds 20 [--from-seed 1] [--minutes 30] [--at-once 2] [--small] [--json FILE]
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { FULL_LOAD, SMALL_LOAD } from './load';
import { runSeed, type RunPlace, type SeedResult } from './seed-run';
import { summaryJson, summaryText, violationText } from './summary';
import { endProgress, tellProgress } from './progress';
import { PACKAGE_ROOT, prepareWorkplace } from './workplace';

interface Options {
  readonly seeds: readonly number[];
  readonly until: number;
  /** Runs side by side: each waits for the clock half of its time. */
  readonly atOnce: number;
  readonly isSmall: boolean;
  readonly jsonFile: string | undefined;
}

function options(): Options {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '3' },
      'from-seed': { type: 'string', default: '1' },
      minutes: { type: 'string', default: 'Infinity' },
      'at-once': { type: 'string', default: '2' },
      small: { type: 'boolean', default: false },
      json: { type: 'string' },
    },
  });
  const numbers = [values.seeds, values['from-seed'], values.minutes, values['at-once']].map(Number);
  const [count = 0, first = 0, minutes = 0, atOnce = 0] = numbers;
  if (!(count > 0 && first >= 0 && minutes > 0 && Number.isInteger(atOnce) && atOnce > 0)) {
    throw new Error('--seeds, --from-seed, --minutes and --at-once are numbers');
  }
  return {
    seeds: Array.from({ length: count }, (_, at) => first + at),
    until: Date.now() + minutes * 60_000,
    atOnce,
    isSmall: values.small,
    jsonFile: values.json === undefined ? undefined : resolve(values.json),
  };
}

async function main(): Promise<number> {
  const { seeds, until, atOnce, isSmall, jsonFile } = options();
  const { folder, template } = await prepareWorkplace('chaos');
  const results: SeedResult[] = [];
  const waiting = seeds.values();
  const runSeeds = async (): Promise<void> => {
    for (const seed of waiting) {
      if (Date.now() > until) return;
      const place = {
        packageRoot: PACKAGE_ROOT,
        template,
        folder: join(folder, `seed-${seed}`),
        progress: tellProgress,
      };
      const result = await runSeed(seed, isSmall ? SMALL_LOAD : FULL_LOAD, place);
      results.push(result);
      results.sort((one, other) => one.seed - other.seed);
      endProgress();
      tellResult(result, place);
      if (jsonFile !== undefined) writeFileSync(jsonFile, JSON.stringify(summaryJson(results), null, 1));
    }
  };
  // A run that cannot even be made must not take the other's processes and mounts with it.
  const runs = await Promise.allSettled(Array.from({ length: atOnce }, runSeeds));
  rmSync(template, { recursive: true, force: true });
  const minutes = (performance.now() / 60_000).toFixed(1);
  process.stdout.write(`\n${summaryText(results)}\n${minutes} minutes, ${atOnce} seeds at once\n`);
  const broken = runs.find((run) => run.status === 'rejected');
  if (broken) throw broken.reason;
  return results.every(({ violations }) => violations.length === 0) ? 0 : 1;
}

/** Of a run without violations only the history stays. */
function tellResult(result: SeedResult, { folder }: RunPlace): void {
  if (result.violations.length > 0) {
    process.stdout.write(violationText(result));
    return;
  }
  for (const part of ['home', 'delivered']) rmSync(join(folder, part), { recursive: true, force: true });
}

void main().then((code) => {
  process.exitCode = code;
});
