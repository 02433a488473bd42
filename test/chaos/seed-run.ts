import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { borderCases, type BorderCases, type Size } from '../reference/border-cases';
import { Random } from '../reference/border/random';
import { compareReports } from '../reference/compare';
import type { InputFile } from '../reference/load';
import { type Expected, expectedReports } from '../reference/model';
import { falseClaims } from './check/claims';
import { copyOfDrive, DriveWatch } from './check/drive-watch';
import { History } from './history';
import { FileFeeder } from './intake/file-feeder';
import { hostileFiles } from './intake/hostile-files';
import { type FaultKind, planFaults } from './nemesis/fault-plan';
import { Nemesis } from './nemesis/nemesis';
import { Operator } from './operator';
import { type AppCounts, ChaosSystem } from './system/chaos-system';

/** How much happens in one run. */
export interface Load {
  readonly size: Size;
  readonly apps: AppCounts;
  readonly loadingMs: number;
  readonly loadingFaults: number;
  readonly reportingMs: number;
  readonly reportingFaults: number;
  readonly hostileFiles: number;
}

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

/** Parts of the period that are asked for one after the other, so that slots come while faults do. */
const SLICES = 8;
/**
 * Within which everything must have ended after the last fault: on an idle machine the lock of a job (20 s), the look
 * for stalled ones (10 s) and some tries; a busy one takes several times that.
 */
const QUIET_MS = 180_000;

/** One run: fill a system while the nemesis works, run its slots while the nemesis works, wait, and judge. */
export async function runSeed(seed: number, load: Load, place: RunPlace): Promise<SeedResult> {
  const home = join(place.folder, 'home');
  rmSync(place.folder, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  const history = new History(join(place.folder, 'history.jsonl'));
  const cases = borderCases(seed, load.size);
  const inputs = [...cases.files].map(([path, bytes]) => ({ path, bytes }));
  const expected = expectedReports(inputs, cases.from, cases.to);
  const { packageRoot, template } = place;
  let giveUp: (message: string) => void = () => undefined;
  const hopeless = new Promise<never>((_, reject) => (giveUp = (message) => reject(new Error(message))));
  const { apps } = load;
  const system = await ChaosSystem.start({ packageRoot, home, template, apps, history, onGiveUp: giveUp });
  const operator = new Operator(system.postgres.url);
  try {
    const run = new SeedRun(seed, load, place, system, operator, history);
    return await Promise.race([run.toTheEnd(cases, inputs, expected), hopeless]);
  } finally {
    await operator.close();
    await system.stop();
  }
}

class SeedRun {
  readonly #violations: string[] = [];
  readonly #nemesis: Nemesis;
  readonly #watch: DriveWatch;
  #files = 0;

  constructor(
    private readonly seed: number,
    private readonly load: Load,
    private readonly place: RunPlace,
    private readonly system: ChaosSystem,
    private readonly operator: Operator,
    private readonly history: History,
  ) {
    this.#nemesis = new Nemesis(system, history);
    this.#watch = new DriveWatch(system.drive);
  }

  async toTheEnd(cases: BorderCases, inputs: InputFile[], expected: Expected): Promise<SeedResult> {
    const folders = [...new Set([...expected.reports, ...expected.responses].map(({ folder }) => folder))];
    await this.system.drive.makeFolders(folders);
    await this.system.startApps();
    this.#watch.start();
    const loaded = await this.#load(inputs);
    if (loaded) await this.#report(cases);
    await this.#watch.end();
    return this.#judge(expected, loaded);
  }

  async #load(inputs: readonly InputFile[]): Promise<boolean> {
    const { inboxDir, uploadToken: token, apps } = this.system;
    const uploadUrls = apps.flatMap(({ uploadUrl }) => uploadUrl ?? []);
    const feeder = new FileFeeder({ inboxDir, uploadUrls, token }, this.history);
    const hostile = hostileFiles(this.#random(1), this.load.hostileFiles);
    this.#files = inputs.length + hostile.length;
    this.#enter('loading', `${this.#files} files`);
    await Promise.all([
      feeder.feed(inputs, hostile, this.#random(2), this.load.loadingMs),
      this.#nemesis.run(planFaults(this.#random(3), 'loading', this.load.loadingFaults, this.load.loadingMs)),
    ]);
    this.#enter('waiting for files', JSON.stringify(Object.fromEntries(feeder.sent)));
    const decided = await this.operator.untilFilesAreDecided(inboxDir, QUIET_MS);
    if (!decided) {
      const undecided = await this.operator.undecidedFiles();
      this.#violations.push(...(undecided.length > 0 ? undecided : ['P1 the inbox was not emptied']));
    }
    return decided;
  }

  async #report({ from, to }: BorderCases): Promise<void> {
    const { drive } = this.system;
    this.#enter('reporting');
    await Promise.all([
      this.#requestSlices(from * 1000, to * 1000),
      this.#nemesis.run(
        planFaults(this.#random(4), 'reporting', this.load.reportingFaults, this.load.reportingMs),
      ),
    ]);
    await drive.clearFaults();
    this.#enter('waiting for slots');
    const telling = this.#tellProgress();
    await this.operator.untilSlotsHaveEnded(QUIET_MS);
    telling();
    this.#violations.push(...(await this.operator.badSlots()));
  }

  async #requestSlices(fromMs: number, toMs: number): Promise<void> {
    const step = Math.ceil((toMs - fromMs + 1) / SLICES);
    for (let start = fromMs; start <= toMs; start += step) {
      await this.operator.requestPeriod(new Date(start), new Date(Math.min(start + step - 1, toMs)));
      await delay(this.load.reportingMs / SLICES);
    }
  }

  async #judge(expected: Expected, loaded: boolean): Promise<SeedResult> {
    this.#enter('checking');
    const out = join(this.place.folder, 'delivered');
    const delivered = await copyOfDrive(this.system.drive, out);
    this.#violations.push(
      ...this.#watch.violations,
      ...(await falseClaims(this.operator.database, delivered)),
    );
    if (loaded) this.#violations.push(...compareReports(out, expected));
    for (const violation of this.#violations) this.history.tell('VIOLATION', '', violation);
    const { ended, unfinished } = await this.operator.slotCounts();
    return {
      seed: this.seed,
      seconds: this.history.elapsedMs / 1000,
      files: this.#files,
      slots: ended + unfinished,
      issues: delivered.length,
      rows: delivered.reduce((sum, { bytes }) => sum + rowsOf(bytes), 0),
      faults: this.#nemesis.done,
      unplannedEnds: this.history.events.filter(({ kind }) => kind === 'unplanned end').length,
      violations: this.#violations,
      history: this.history,
    };
  }

  #tellProgress(): () => void {
    const timer = setInterval(() => {
      void this.operator.slotCounts().then(
        ({ ended, unfinished }) =>
          this.#progress('waiting for slots', `${ended} of ${ended + unfinished} ended`),
        () => undefined,
      );
    }, 1_000);
    return () => clearInterval(timer);
  }

  #enter(phase: string, detail = ''): void {
    this.history.tell('phase', phase, detail);
    this.#progress(phase, detail);
  }

  #progress(phase: string, detail: string): void {
    const faults = [...this.#nemesis.done.values()].reduce((sum, count) => sum + count, 0);
    this.place.progress(
      `seed ${this.seed}  ${(this.history.elapsedMs / 1000).toFixed(0)} s  ${faults} faults  ${phase}  ${detail}`,
    );
  }

  /** A stream of its own for each purpose, so that one does not shift the other. */
  #random(purpose: number): Random {
    return new Random(this.seed * 1_000 + purpose);
  }
}

/** Detail rows; a text with a line break would count twice, which is good enough for a total. */
function rowsOf(bytes: Buffer): number {
  return bytes
    .toString('utf8')
    .split('\r\n')
    .filter((line) => line.startsWith('10,')).length;
}
