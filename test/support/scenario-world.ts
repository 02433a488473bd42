import { InProcessPipeline } from './in-process-pipeline';
import { ScenarioFiles, scenarioId } from './scenario-files';
import type { ScenarioParty, Verdict } from './scenario-files';

const SECOND_MS = 1000;
const FIRST_SNAPSHOT = Date.parse('2019-01-01T00:00:00Z');

/** An attempt of a gas meter of its own supplier, as far as it came. */
export interface PlainAttempt {
  readonly supplier: string;
  readonly chfId: string;
  readonly commencedAt: Date;
  readonly conclusion?: { readonly at: Date; readonly verdict: Verdict } | undefined;
}

/**
 * One database for all runs of a property: each run takes suppliers and installations that no other has, and a snapshot
 * of the master data that names them alone.
 */
export class ScenarioWorld {
  readonly files = new ScenarioFiles();
  #suppliers = 0;
  #installations = 0;
  #commonFiles = 0;
  #snapshots = 0;

  private constructor(readonly pipeline: InProcessPipeline) {}

  static async open(): Promise<ScenarioWorld> {
    return new ScenarioWorld(await InProcessPipeline.open());
  }

  close(): Promise<void> {
    return this.pipeline.close();
  }

  newSupplier(): string {
    this.#suppliers += 1;
    return scenarioId('supplier', this.#suppliers);
  }

  newChf(): string {
    this.#installations += 1;
    return scenarioId('chf', this.#installations);
  }

  newCommonFile(): number {
    this.#commonFiles += 1;
    return this.#commonFiles;
  }

  async adopt(parties: readonly ScenarioParty[]): Promise<void> {
    this.#snapshots += 1;
    const createdAt = new Date(FIRST_SNAPSHOT + this.#snapshots * SECOND_MS);
    await this.pipeline.load(this.files.organisations(createdAt, parties));
  }

  /** Suppliers that nobody else has, each a Party of its own, as the ruling master data. */
  async adoptSuppliers(count: number): Promise<string[]> {
    const suppliers = Array.from({ length: count }, () => this.newSupplier());
    await this.adopt(
      suppliers.map((userId, index) => ({
        signifier: `SUP${String(index + 1).padStart(3, '0')}`,
        role: 'SUPPLIER',
        userId,
      })),
    );
    return suppliers;
  }

  /** All attempts in one common file; a group file and an outcome file for each instant. */
  async attempt(attempts: readonly PlainAttempt[]): Promise<void> {
    const counter = this.newCommonFile();
    const createdAt = new Date(Math.min(...attempts.map(({ commencedAt }) => +commencedAt)) - SECOND_MS);
    const installations = attempts.map(({ chfId, supplier }, index) => ({
      chfId,
      gas: { mpxn: String(index + 1), supplier },
    }));
    await this.pipeline.load(this.files.commonFile(counter, createdAt, installations));
    for (const [at, some] of byKey(attempts, ({ commencedAt }) => commencedAt.toISOString())) {
      await this.pipeline.load(this.files.group(counter, new Date(at), some.map(chfOf)));
    }
    const concluded = attempts.filter(({ conclusion }) => conclusion !== undefined);
    const keyOf = ({ conclusion }: PlainAttempt): string =>
      `${conclusion?.at.toISOString()} ${conclusion?.verdict}`;
    for (const [key, some] of byKey(concluded, keyOf)) {
      const [at = '', verdict] = key.split(' ');
      const file = this.files.s1spOutcome(counter, new Date(at), some.map(chfOf), verdict as Verdict);
      await this.pipeline.load(file);
    }
  }
}

function chfOf({ chfId }: PlainAttempt): string {
  return chfId;
}

function byKey<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
