import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { outcomeCutOff, reportDefinition } from '@app/mrr';
import { App, installationOn } from '../harness/app';
import type { Bench } from '../harness/bench';
import { JobClock } from '../harness/job-clock';
import { psqlCopy } from '../harness/psql-copy';
import { reportQuery } from '../harness/report-query';
import { medianOf, runRounds, type Contestant } from '../harness/rounds';
import { runPeer } from '../harness/run-peer';
import { withClient } from '../harness/with-client';
import { copyUntoldSuccesses, largestRecipient } from '../history/present-outage';
import { sampleDatabase } from '../history/sample-database';
import { BuiltSlot, SLOT_TIME } from './built-slot';
import type { Figure, Measure, Series } from '../measure';

const DATABASE = 'bench_build_001';
const OURS = 'mrr build job';
const LIMIT = 'psql COPY';
const PEERS = ['cursor-csv-stringify', 'cursor-fast-csv', 'typeorm-find-csv-stringify'] as const;

/** One S1MIG-001 of the size of an outage, in the real job of a real worker process. */
export const build001: Measure = {
  name: 'build-001',
  title: 'Build of one S1MIG-001',
  async measure(bench) {
    const rows = bench.size(250_000, 25_000);
    const recipientId = await prepare(bench, rows);
    const files = join(bench.folder, 'files');
    await mkdir(files, { recursive: true });
    const slot = new BuiltSlot(bench.urlOf(DATABASE), 'S1MIG-001', recipientId);
    const installation = installationOn(bench, DATABASE);
    const clock = await JobClock.open(bench, installation, 'build-report');
    const worker = await App.start(bench, installation, 'report-worker');
    try {
      const url = bench.urlOf(DATABASE);
      const file = join(files, 'build-001.csv');
      const contestants: Contestant[] = [
        { name: OURS, run: async () => clock.time({ slotId: await slot.plan() }) },
        {
          name: LIMIT,
          run: async () => psqlCopy(url, { query: await queryOf(url, slot, recipientId), file }),
        },
        ...PEERS.map((name) => ({
          name,
          run: async () => {
            const options = {
              url,
              query: await queryOf(url, slot, recipientId),
              view: 'bench_report',
              columns: COLUMNS,
              file,
            };
            await makeView(url, options.query);
            return runPeer(name, options);
          },
        })),
      ];
      const series = await runRounds(bench.options, contestants, () => slot.forget());
      const megabytes = Math.round((await stat(file)).size / 1e6);
      return { figures: figuresOf(series), series, conditions: { rows, columns: COLUMNS.length, megabytes } };
    } finally {
      await worker.stop();
      await clock.close();
      await rm(installation.homeDir, { recursive: true, force: true });
    }
  },
};

const COLUMNS = reportDefinition('S1MIG-001').detail.map((_, index) => `c${index + 1}`);

async function prepare(bench: Bench, rows: number): Promise<string> {
  const url = await bench.createDatabase(DATABASE, await sampleDatabase(bench));
  return withClient(url, async (client) => {
    const recipientId = await largestRecipient(client);
    bench.options.tell(`making ${rows} untold outcomes`);
    await copyUntoldSuccesses(client, recipientId, rows, 1, bench.options.tell);
    return recipientId;
  });
}

/** The statement of the issue that was just built: the same rows in the same order. */
async function queryOf(url: string, slot: BuiltSlot, recipientId: string): Promise<string> {
  const context = {
    recipientId,
    recipientRole: 'SUPPLIER' as const,
    slotTime: SLOT_TIME,
    cause: 'calendar',
    cutOff: outcomeCutOff(SLOT_TIME, false),
    issueId: await slot.issueId(),
    settings: { dnoSeesGasMeter: true, tieBreakKey: '' },
  };
  return withClient(url, (client) => reportQuery(client, 'S1MIG-001', context));
}

/** All columns as text: what the report shows is not always what the table holds. */
async function makeView(url: string, query: string): Promise<void> {
  const columns = COLUMNS.map((column) => `${column}::text`).join(', ');
  await withClient(url, (client) =>
    client.query(`DROP VIEW IF EXISTS bench_report;
                  CREATE VIEW bench_report AS SELECT ${columns} FROM (${query}) q (${COLUMNS.join(', ')})`),
  );
}

function figuresOf(series: readonly Series[]): Figure[] {
  const ours = medianOf(series, OURS);
  const best = PEERS.toSorted((a, b) => medianOf(series, a) - medianOf(series, b))[0] ?? PEERS[0];
  return [
    {
      what: 'time of the whole job',
      against: 'psql COPY of the same query to a file',
      goal: { kind: 'at most', value: 1.15 },
      value: ours / medianOf(series, LIMIT),
      unit: '×',
    },
    {
      what: 'times faster than',
      against: `the best of what a user would write (${best})`,
      goal: { kind: 'at least', value: 3 },
      value: medianOf(series, best) / ours,
      unit: '×',
    },
  ];
}
