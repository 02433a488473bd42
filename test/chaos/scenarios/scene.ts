import { setTimeout as delay } from 'node:timers/promises';
import type { BorderCases } from '../../reference/border-cases';
import { Random } from '../../reference/border/random';
import type { InputFile } from '../../reference/load';
import type { History } from '../history';
import { FileFeeder } from '../intake/file-feeder';
import { type HostileFile, hostileFiles } from '../intake/hostile-files';
import type { Load } from '../load';
import { planFaults } from '../nemesis/fault-plan';
import { Nemesis } from '../nemesis/nemesis';
import type { Operator } from '../operator';
import type { ChaosSystem } from '../system/chaos-system';

export interface SceneOptions {
  readonly seed: number;
  readonly load: Load;
  readonly cases: BorderCases;
  readonly system: ChaosSystem;
  readonly operator: Operator;
  readonly history: History;
  readonly progress: (text: string) => void;
}

/** Parts of the period that are asked for one after the other, so that slots come while faults do. */
const SLICES = 8;
/**
 * Within which everything must have ended after the last fault: on an idle machine the lock of a job (20 s), the look
 * for stalled ones (10 s) and some tries; a busy one takes several times that.
 */
const QUIET_MS = 180_000;

/** What scenarios are made of: files that come, slots that are asked for, faults, and waiting. */
export class Scene {
  readonly inputs: readonly InputFile[];
  readonly hostile: readonly HostileFile[];
  readonly nemesis: Nemesis;
  readonly #feeder: FileFeeder;

  constructor(private readonly options: SceneOptions) {
    const { cases, system, history, load } = options;
    this.inputs = [...cases.files].map(([path, bytes]) => ({ path, bytes }));
    this.hostile = hostileFiles(this.#random(1), load.hostileFiles);
    this.nemesis = new Nemesis(system, history);
    const uploadUrls = system.apps.flatMap(({ uploadUrl }) => uploadUrl ?? []);
    this.#feeder = new FileFeeder(
      { inboxDir: system.inboxDir, uploadUrls, token: system.uploadToken },
      history,
    );
  }

  get load(): Load {
    return this.options.load;
  }

  /** In the order of chance, over `durationMs`. */
  async feed(
    files: readonly InputFile[],
    hostile: readonly HostileFile[],
    durationMs: number,
  ): Promise<void> {
    await this.#feeder.feed(files, hostile, this.#random(2), durationMs);
    this.options.history.tell('sent', '', JSON.stringify(Object.fromEntries(this.#feeder.sent)));
  }

  strike(phase: 'loading' | 'reporting', count: number, durationMs: number): Promise<void> {
    return this.nemesis.run(planFaults(this.#random(phase === 'loading' ? 3 : 4), phase, count, durationMs));
  }

  /** Asks for the slots of a period, part by part over `durationMs`; in seconds since 1970, both ends included. */
  async requestSlots(from: number, to: number, durationMs: number): Promise<void> {
    const step = Math.ceil((to - from + 1) / SLICES);
    for (let start = from; start <= to; start += step) {
      const end = Math.min(start + step - 1, to);
      await this.options.operator.requestPeriod(new Date(start * 1000), new Date(end * 1000));
      await delay(durationMs / SLICES);
    }
  }

  /** @returns what is undecided when it should not be (P1) */
  async untilFilesAreDecided(): Promise<string[]> {
    const { operator, system } = this.options;
    if (await operator.untilFilesAreDecided(system.inboxDir, QUIET_MS)) return [];
    const undecided = await operator.undecidedFiles();
    return undecided.length > 0 ? undecided : ['P1 the inbox was not emptied'];
  }

  /** @returns the slots that have not ended well (P1) */
  async untilSlotsHaveEnded(): Promise<string[]> {
    const { operator, system } = this.options;
    await system.drive.clearFaults();
    const timer = setInterval(() => void this.#tellSlots(), 1_000);
    try {
      await operator.untilSlotsHaveEnded(QUIET_MS);
    } finally {
      clearInterval(timer);
    }
    return operator.badSlots();
  }

  /** For all that the master data names, whether or not they have reports yet. */
  async makeFolders(): Promise<void> {
    const { operator, system } = this.options;
    await system.drive.makeFolders(await operator.folders());
  }

  enter(phase: string, detail = ''): void {
    this.options.history.tell('phase', phase, detail);
    this.#progress(phase, detail);
  }

  async #tellSlots(): Promise<void> {
    const { ended, unfinished } = await this.options.operator.slotCounts();
    this.#progress('waiting for slots', `${ended} of ${ended + unfinished} ended`);
  }

  #progress(phase: string, detail: string): void {
    const { seed, history, progress } = this.options;
    const faults = [...this.nemesis.done.values()].reduce((sum, count) => sum + count, 0);
    progress(
      `seed ${seed}  ${(history.elapsedMs / 1000).toFixed(0)} s  ${faults} faults  ${phase}  ${detail}`,
    );
  }

  /** A stream of its own for each purpose, so that one does not shift the other. */
  #random(purpose: number): Random {
    return new Random(this.options.seed * 1_000 + purpose);
  }
}
