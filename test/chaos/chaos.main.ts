/**
 * Real processes, real services, seeded faults, and a check of what lies in the destination by a model of the regime
 * that knows nothing of the product (docs/reliability.md):
 *
 *     npm run chaos -- --seeds 20 [--from-seed 1] [--minutes 30] [--small] [--json FILE]
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runSeed, type Load, type SeedResult } from './seed-run';
import { summaryJson, summaryText, violationText } from './summary';
import { createPostgresTemplate } from './system/postgres-server';

const FULL: Load = {
  size: 'busy',
  apps: { 'report-scheduler': 2, ingest: 2, 'report-worker': 3, distribution: 2 },
  loadingMs: 12_000,
  loadingFaults: 6,
  reportingMs: 22_000,
  reportingFaults: 12,
  hostileFiles: 6,
};

/** For `npm test`: fewer processes, a third of the files. */
const SMALL: Load = {
  size: 'small',
  apps: { 'report-scheduler': 2, ingest: 1, 'report-worker': 2, distribution: 1 },
  loadingMs: 5_000,
  loadingFaults: 3,
  reportingMs: 10_000,
  reportingFaults: 6,
  hostileFiles: 4,
};

const PACKAGE_ROOT = join(__dirname, '..', '..', '..');

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '3' },
      'from-seed': { type: 'string', default: '1' },
      minutes: { type: 'string' },
      small: { type: 'boolean', default: false },
      json: { type: 'string' },
    },
  });
  const folder = join(PACKAGE_ROOT, '.mrr', 'chaos', String(process.pid));
  mkdirSync(folder, { recursive: true });
  const until = values.minutes === undefined ? Infinity : Date.now() + Number(values.minutes) * 60_000;
  const template = join(folder, 'template');
  await createPostgresTemplate(template);
  const results: SeedResult[] = [];
  const first = Number(values['from-seed']);
  for (let seed = first; seed < first + Number(values.seeds) && Date.now() < until; seed++) {
    const place = { packageRoot: PACKAGE_ROOT, template, folder: join(folder, `seed-${seed}`), progress };
    const result = await runSeed(seed, values.small ? SMALL : FULL, place);
    results.push(result);
    endProgress();
    if (result.violations.length > 0) process.stdout.write(violationText(result));
    else
      for (const part of ['home', 'delivered'])
        rmSync(join(place.folder, part), { recursive: true, force: true });
  }
  rmSync(template, { recursive: true, force: true });
  process.stdout.write(`\n${summaryText(results)}`);
  if (values.json !== undefined)
    writeFileSync(resolve(values.json), JSON.stringify(summaryJson(results), null, 1));
  return results.every(({ violations }) => violations.length === 0) ? 0 : 1;
}

/** One line that is written over in a terminal, lines elsewhere. */
function progress(text: string): void {
  process.stderr.write(process.stderr.isTTY ? `\r\u001B[K${text.slice(0, 150)}` : `${text}\n`);
}

function endProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001B[K');
}

void main().then((code) => {
  process.exitCode = code;
});
