import 'reflect-metadata';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Logger } from '@nestjs/common';
import { Bench } from './harness/bench';
import { selfTimes } from './harness/cpu-profile';
import { described, figureTable, verdictOf } from './harness/figure-table';
import { describeMachine } from './harness/machine';
import type { Measure, Measurement } from './measure';
import { MEASURES } from './measures';

const USAGE = `npm run bench -- [--quick] [--only NAME,...] [--rounds N] [--divide N] [--fresh] [--profile] [--json FILE]
  --quick   small sizes, three rounds, under two minutes
  --only    ${MEASURES.map(({ name }) => name).join(', ')}
  --divide  divides all sizes by N (nothing is kept)
  --profile prints where statements and processes spend their time (nothing is kept)
  --fresh   makes sample and history anew
  --json    writes what bench/results keeps to a file, too`;

type Result = Pick<Measure, 'name' | 'title'> & Measurement & { readonly seconds: number };

/** @returns the exit code: 0 when every chosen measure ran, whether or not its goal is reached */
export async function main(args: string[], packageRoot: string): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      fresh: { type: 'boolean', default: false },
      divide: { type: 'string', default: '1' },
      only: { type: 'string' },
      rounds: { type: 'string' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const chosen = values.only?.split(',') ?? MEASURES.map(({ name }) => name);
  const measures = MEASURES.filter(({ name }) => chosen.includes(name));
  if (values.help || measures.length !== chosen.length) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  Logger.overrideLogger(false);
  const rounds = Number(values.rounds ?? (values.quick ? 3 : 5));
  const { quick: isQuick, fresh: isFresh, profile: isProfiled } = values;
  const divideBy = Number(values.divide);
  const bench = await Bench.open({
    packageRoot,
    isQuick,
    divideBy,
    isFresh,
    isProfiled,
    rounds,
    tell,
  });
  try {
    const results = await measureAll(bench, measures);
    const machine = await describeMachine(bench);
    const report = {
      measuredAt: new Date().toISOString(),
      isQuick,
      isProfiled,
      divideBy,
      rounds,
      machine,
      results,
    };
    await keep(packageRoot, report, values.json);
    if (isProfiled) tell(profileText(bench));
    console.log(figureTable(results));
  } finally {
    await bench.close();
  }
  return 0;
}

async function measureAll(bench: Bench, measures: readonly Measure[]): Promise<Result[]> {
  const results: Result[] = [];
  for (const measure of measures) {
    const start = performance.now();
    tell(measure.title);
    const measurement = await measure.measure(bench);
    const seconds = Math.round((performance.now() - start) / 1000);
    const figures = measurement.figures.map(described);
    results.push({ name: measure.name, title: measure.title, ...measurement, figures, seconds });
    for (const figure of measurement.figures)
      tell(`  ${figure.what}: ${figure.value} (${verdictOf(figure)})`);
  }
  return results;
}

/** One file a measure, so that measures can be repeated one by one. Quick runs show that all works; they are not kept. */
async function keep(
  packageRoot: string,
  report: { isQuick: boolean; isProfiled: boolean; divideBy: number; results: readonly Result[] },
  jsonFile: string | undefined,
): Promise<void> {
  if (jsonFile !== undefined) await writeFile(jsonFile, `${JSON.stringify(report, null, 2)}\n`);
  if (report.isQuick || report.isProfiled || report.divideBy !== 1) return;
  const folder = join(packageRoot, 'bench', 'results');
  await mkdir(folder, { recursive: true });
  for (const result of report.results) {
    const content = { ...report, results: [result] };
    await writeFile(join(folder, `${result.name}.json`), `${JSON.stringify(content, null, 2)}\n`);
  }
}

const SHOWN_IN_PROFILE = 25;

function profileText(bench: Bench): string {
  const statements = bench.statements
    .totals()
    .slice(0, SHOWN_IN_PROFILE)
    .map(({ text, count, milliseconds }) => `${milliseconds.toFixed(0).padStart(8)} ms ${count} × ${text}`);
  const places = selfTimes(bench.profiles)
    .slice(0, SHOWN_IN_PROFILE)
    .map(({ place, milliseconds }) => `${milliseconds.toFixed(0).padStart(8)} ms ${place}`);
  return ['Statements:', ...statements, 'Processes, own time:', ...places].join('\n');
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}
