/**
 * A steady load without faults, and what everything occupies meanwhile (docs/reliability.md):
 *
 *     npm run soak -- [--minutes 60] [--day-seconds 30] [--json FILE]
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { generateSampleFiles } from '@app/migration-files';
import { Random } from '../reference/border/random';
import type { InputFile } from '../reference/load';
import { History } from './history';
import { FileFeeder } from './intake/file-feeder';
import { FULL_LOAD } from './load';
import { Operator } from './operator';
import { endProgress, tellProgress } from './progress';
import { Sampler } from './soak/sampler';
import { memoryVerdicts, soakText } from './soak/soak-report';
import { ChaosSystem } from './system/chaos-system';
import { PACKAGE_ROOT, prepareWorkplace } from './workplace';

const DAY_MS = 86_400_000;
const SAMPLE_MS = 15_000;
/** An hour fills 50 of them. */
const ARCHIVE_MB = 1_000;
/** A small market, so that the load is that of a quiet day. */
const SAMPLE = { seed: 1, from: '2020-03-02', installationsPerDay: 20, suppliers: 6, dnos: 3 };

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '60' },
      'day-seconds': { type: 'string', default: '30' },
      json: { type: 'string' },
    },
  });
  const minutes = Number(values.minutes);
  const daySeconds = Number(values['day-seconds']);
  const { folder, template } = await prepareWorkplace('soak');
  const history = new History(join(folder, 'history.jsonl'));
  const system = await ChaosSystem.start({
    packageRoot: PACKAGE_ROOT,
    home: join(folder, 'home'),
    template,
    apps: FULL_LOAD.apps,
    history,
    archiveMb: ARCHIVE_MB,
    onGiveUp: (message) => process.stderr.write(`${message}\n`),
  });
  const operator = new Operator(system.postgres.url);
  const sampler = new Sampler(system, operator.database);
  try {
    await system.startApps();
    const days = filesByDay(Math.ceil((minutes * 60) / daySeconds));
    await Promise.all([
      keepSampling(sampler, minutes, values.json),
      live(system, operator, history, sampler, { days, minutes, daySeconds }),
    ]);
  } finally {
    sampler.close();
    await operator.close();
    await system.stop();
  }
  rmSync(folder, { recursive: true, force: true });
  endProgress();
  process.stdout.write(soakText(sampler.samples));
  return memoryVerdicts(sampler.samples).every(({ isFlat }) => isFlat) ? 0 : 1;
}

/** Keeps what it has seen in a file, for an hour is long. */
async function keepSampling(sampler: Sampler, minutes: number, jsonFile: string | undefined): Promise<void> {
  while (sampler.minutes < minutes) {
    await delay(SAMPLE_MS);
    await sampler
      .take()
      .catch((error: unknown) => process.stderr.write(`A sample is missing: ${String(error)}\n`));
    if (jsonFile !== undefined) writeFileSync(resolve(jsonFile), JSON.stringify(sampler.samples));
  }
}

interface Day {
  readonly startMs: number;
  readonly files: readonly InputFile[];
}

interface SteadyLoad {
  readonly days: readonly Day[];
  readonly minutes: number;
  readonly daySeconds: number;
}

/** One day of files and slots after the other, each in `daySeconds`. */
async function live(
  system: ChaosSystem,
  operator: Operator,
  history: History,
  sampler: Sampler,
  { days, minutes, daySeconds }: SteadyLoad,
): Promise<void> {
  const uploadUrls = system.apps.flatMap(({ uploadUrl }) => uploadUrl ?? []);
  const targets = { inboxDir: system.inboxDir, uploadUrls, token: system.uploadToken };
  const feeder = new FileFeeder(targets, history);
  for (const [number, { startMs, files }] of days.entries()) {
    if (sampler.minutes > minutes) return;
    tellProgress(
      `${sampler.minutes.toFixed(1)} of ${minutes} minutes  day ${number + 1}  ${files.length} files`,
    );
    await feeder.feed(files, [], new Random(number), daySeconds * 1_000);
    await system.drive.makeFolders(await operator.folders());
    await operator.requestPeriod(new Date(startMs), new Date(startMs + DAY_MS - 1));
  }
}

/** By day of arrival, from the first on. */
function filesByDay(count: number): Day[] {
  const days = new Map<string, InputFile[]>();
  for (const { name, arrivedAt, content } of generateSampleFiles({
    ...SAMPLE,
    weeks: Math.ceil(count / 7),
  })) {
    const day = arrivedAt.slice(0, 10);
    const files = days.get(day) ?? [];
    days.set(day, files);
    files.push({ path: `${day}/${name}`, bytes: content as Buffer });
  }
  return [...days]
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([day, files]) => ({ startMs: Date.parse(day), files }));
}

void main().then((code) => {
  process.exitCode = code;
});
