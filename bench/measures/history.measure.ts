import { rm } from 'node:fs/promises';
import { App, installationOn, type Installation } from '../harness/app';
import type { Bench } from '../harness/bench';
import { JobClock } from '../harness/job-clock';
import { medianOf, runRounds } from '../harness/rounds';
import { historyDatabase, type History } from '../history/history-database';
import type { Measure } from '../measure';
import { BuiltSlot } from './built-slot';

/** The same rows are reported from a short and from a long history. */
export const history: Measure = {
  name: 'history',
  title: 'Build time as history grows',
  async measure(bench) {
    const rows = bench.size(20_000, 5_000);
    const [short, long] = [bench.size(100_000, 20_000), bench.size(12_000_000, 200_000)];
    const builders = [await Builder.open(bench, short, rows), await Builder.open(bench, long, rows)];
    try {
      const series = await runRounds(
        bench.options,
        builders.map((builder) => ({ name: builder.name, run: () => builder.build() })),
        async () => {
          for (const builder of builders) await builder.forget();
        },
      );
      const [ofShort, ofLong] = builders.map(({ name }) => medianOf(series, name));
      return {
        figures: [
          {
            what: `time of the whole job with ${long} attempts`,
            against: `the same ${rows} rows with ${short} attempts`,
            goal: { kind: 'at most', value: 1.2 },
            value: (ofLong ?? Number.NaN) / (ofShort ?? Number.NaN),
            unit: '×',
          },
        ],
        series,
        conditions: { rows, short, long },
      };
    } finally {
      for (const builder of builders) await builder.close();
    }
  },
};

/** A worker on a database with a history. */
class Builder {
  private constructor(
    readonly name: string,
    private readonly installation: Installation,
    private readonly slot: BuiltSlot,
    private readonly clock: JobClock<'build-report'>,
    private readonly worker: App,
  ) {}

  static async open(bench: Bench, attempts: number, rows: number): Promise<Builder> {
    const { database, url, recipientId }: History = await historyDatabase(bench, attempts, rows);
    const installation = installationOn(bench, database);
    return new Builder(
      `${attempts} attempts`,
      installation,
      new BuiltSlot(url, 'S1MIG-001', recipientId),
      await JobClock.open(bench, installation, 'build-report'),
      await App.start(bench, installation, 'report-worker'),
    );
  }

  async build(): Promise<number> {
    return this.clock.time({ slotId: await this.slot.plan() });
  }

  forget(): Promise<void> {
    return this.slot.forget();
  }

  async close(): Promise<void> {
    await this.worker.stop();
    await this.clock.close();
    await rm(this.installation.homeDir, { recursive: true, force: true });
  }
}
