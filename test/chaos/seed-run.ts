import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type BorderCases, borderCases } from '../reference/border-cases';
import { compareReports } from '../reference/compare';
import { DAY } from '../reference/instants';
import { type Expected, expectedReports } from '../reference/model';
import { falseClaims } from './check/claims';
import { copyOfDrive, DriveWatch } from './check/drive-watch';
import { brokenInvariants } from './check/invariants';
import { History } from './history';
import type { Load } from './load';
import type { FaultKind } from './nemesis/fault-plan';
import { Operator } from './operator';
import { closingOf, filesAndSlots } from './scenarios/files-and-slots';
import { filesFirst } from './scenarios/files-first';
import { Scene } from './scenarios/scene';
import { ChaosSystem } from './system/chaos-system';

export interface SeedResult {
  readonly seed: number;
  readonly seconds: number;
  readonly files: number;
  readonly slots: number;
  readonly issues: number;
  readonly rows: number;
  readonly faults: ReadonlyMap<FaultKind, number>;
  readonly unplannedEnds: number;
  readonly violations: readonly string[];
  readonly history: History;
}

export interface RunPlace {
  readonly packageRoot: string;
  readonly template: string;
  /** Receives the history, and what a violation leaves behind. */
  readonly folder: string;
  readonly progress: (text: string) => void;
}

/** Every third seed has files and slots at once, the others all files first. */
const AT_ONCE_EVERY = 3;

/** One run: a fresh system, files, slots and faults; then, when all is quiet, the judgement. */
export async function runSeed(seed: number, load: Load, place: RunPlace): Promise<SeedResult> {
  const home = join(place.folder, 'home');
  rmSync(place.folder, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  const history = new History(join(place.folder, 'history.jsonl'));
  const cases = lastDays(borderCases(seed, load.size), load.days);
  const { packageRoot, template, progress } = place;
  let giveUp: (message: string) => void = () => undefined;
  const hopeless = new Promise<never>((_, reject) => (giveUp = (message) => reject(new Error(message))));
  hopeless.catch(() => undefined); // told to whoever waits for the run
  const { apps } = load;
  const system = await ChaosSystem.start({ packageRoot, home, template, apps, history, onGiveUp: giveUp });
  const operator = new Operator(system.postgres.url);
  try {
    const scene = new Scene({ seed, load, cases, system, operator, history, progress });
    const run = { seed, cases, scene, system, operator, history, folder: place.folder };
    return await Promise.race([runToTheEnd(run), hopeless]);
  } finally {
    await operator.close();
    await system.stop();
  }
}

function lastDays(cases: BorderCases, days: number): BorderCases {
  return { ...cases, from: Math.max(cases.from, cases.to - days * DAY) };
}

interface Run {
  readonly seed: number;
  readonly cases: BorderCases;
  readonly scene: Scene;
  readonly system: ChaosSystem;
  readonly operator: Operator;
  readonly history: History;
  readonly folder: string;
}

async function runToTheEnd(run: Run): Promise<SeedResult> {
  const { seed, cases, scene, system } = run;
  const expected = expectedReports([...scene.inputs], cases.from, cases.to);
  await system.drive.makeFolders([
    ...new Set([...expected.reports, ...expected.responses].map(({ folder }) => folder)),
  ]);
  await system.startApps();
  const watch = new DriveWatch(system.drive);
  watch.start();
  const isAtOnce = seed % AT_ONCE_EVERY === 0;
  const violations = await (isAtOnce ? filesAndSlots(scene, cases) : filesFirst(scene, cases));
  await watch.end();
  scene.enter('checking');
  return judge(run, [...violations, ...watch.violations], isAtOnce ? undefined : expected);
}

/** @param expected undefined: what each file says is not known beforehand, only what all of them may say and must */
async function judge(
  run: Run,
  found: readonly string[],
  expected: Expected | undefined,
): Promise<SeedResult> {
  const { seed, cases, scene, system, operator, history, folder } = run;
  const out = join(folder, 'delivered');
  const delivered = await copyOfDrive(system.drive, out);
  const violations = [
    ...found,
    ...(await falseClaims(operator.database, delivered)),
    ...(expected
      ? compareReports(out, expected)
      : brokenInvariants(out, scene.inputs, cases.from, closingOf(cases.to))),
  ];
  for (const violation of violations) history.tell('VIOLATION', '', violation);
  const { ended, unfinished } = await operator.slotCounts();
  return {
    seed,
    seconds: history.elapsedMs / 1000,
    files: scene.inputs.length + scene.hostile.length,
    slots: ended + unfinished,
    issues: delivered.length,
    rows: delivered.reduce((sum, { bytes }) => sum + rowsOf(bytes), 0),
    faults: scene.nemesis.done,
    unplannedEnds: history.events.filter(({ kind }) => kind === 'unplanned end').length,
    violations,
    history,
  };
}

/** Detail rows; a text with a line break would count twice, which is good enough for a total. */
function rowsOf(bytes: Buffer): number {
  return bytes
    .toString('utf8')
    .split('\r\n')
    .filter((line) => line.startsWith('10,')).length;
}
