import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FolderArchive } from '@app/archive';
import { generateMigrationCommonFile, LARGE_COMMON_FILE_NAME } from '@app/migration-files';
import { App, installationOn } from '../harness/app';
import type { Bench } from '../harness/bench';
import { JobClock } from '../harness/job-clock';
import { withClient } from '../harness/with-client';
import { copyUntoldSuccesses, largestRecipient } from '../history/present-outage';
import { sampleDatabase } from '../history/sample-database';
import type { Measure, Series } from '../measure';
import { BuiltSlot } from './built-slot';

const REPORTS = 'bench_memory_reports';
const FILES = 'bench_memory_files';
const LIMIT_MB = 250;
/** About 1.4 kB each with six devices: 730,000 make 1 GB. */
const INSTALLATIONS_OF_A_GIGABYTE = 730_000;

/** The most memory that a fresh process of each kind ever holds, as rows and bytes grow. */
export const memory: Measure = {
  name: 'memory',
  title: 'Memory as files grow',
  async measure(bench) {
    const rows = [1_000, 10_000, bench.size(100_000, 50_000), ...(bench.options.isQuick ? [] : [1_000_000])];
    const installations = [
      1_000,
      10_000,
      ...(bench.options.isQuick ? [] : [100_000, INSTALLATIONS_OF_A_GIGABYTE]),
    ];
    const peaks = [...(await reportPeaks(bench, rows)), ...(await ingestPeaks(bench, installations))];
    const series: Series[] = ['report-worker', 'distribution', 'ingest'].map((app) => ({
      name: app,
      unit: 'MB',
      values: peaks.filter((peak) => peak.app === app).map(({ megabytes }) => megabytes),
    }));
    const conditions = Object.fromEntries(
      peaks.map(({ app, size, megabytes }) => [`${app}, ${size}`, Math.round(megabytes)]),
    );
    return {
      figures: [
        {
          what: `the most of any process, up to ${rows.at(-1)} rows and ${installations.at(-1)} installations`,
          against: '–',
          goal: { kind: 'at most', value: LIMIT_MB },
          value: Math.max(...peaks.map(({ megabytes }) => megabytes)),
          unit: 'MB',
        },
        ...series.map(({ name, values }) => ({
          what: `${name}, largest size`,
          against: 'smallest size',
          value: (values.at(-1) ?? 0) / (values[0] ?? 1),
          unit: '×',
        })),
      ],
      series,
      conditions,
    };
  },
};

interface Peak {
  readonly app: 'report-worker' | 'distribution' | 'ingest';
  readonly size: number;
  readonly megabytes: number;
}

/** One S1MIG-001 of each size, built by a fresh worker and delivered by a fresh distribution. */
async function reportPeaks(bench: Bench, sizes: readonly number[]): Promise<Peak[]> {
  const url = await bench.createDatabase(REPORTS, await sampleDatabase(bench));
  const recipientId = await withClient(url, async (client) => {
    const recipient = await largestRecipient(client);
    await copyUntoldSuccesses(client, recipient, Math.max(...sizes), 1, bench.options.tell);
    return recipient;
  });
  const installation = installationOn(bench, REPORTS);
  const slot = new BuiltSlot(url, 'S1MIG-001', recipientId);
  const builds = await JobClock.open(bench, installation, 'build-report');
  const deliveries = await JobClock.open(bench, installation, 'distribute-report');
  const peaks: Peak[] = [];
  try {
    for (const size of sizes) {
      await leaveUntold(url, recipientId, size);
      const megabytes = await peakOf(
        () => App.start(bench, installation, 'report-worker'),
        async () => builds.time({ slotId: await slot.plan() }),
      );
      peaks.push({ app: 'report-worker', size, megabytes });
      const delivered = await peakOf(
        () => App.start(bench, installation, 'distribution'),
        async () => deliveries.time({ issueId: await slot.issueId() }),
      );
      peaks.push({ app: 'distribution', size, megabytes: delivered });
      bench.options.tell(
        `  ${size} rows: worker ${Math.round(megabytes)} MB, distribution ${Math.round(delivered)} MB`,
      );
      await withClient(url, (client) => client.query('DELETE FROM delivery'));
      await slot.forget();
    }
  } finally {
    await builds.close();
    await deliveries.close();
    await rm(installation.homeDir, { recursive: true, force: true });
  }
  return peaks;
}

/** Lots of the ledger beyond the first `size` outcomes count as told by an issue that does not exist. */
async function leaveUntold(url: string, recipientId: string, size: number): Promise<void> {
  await withClient(url, async (client) => {
    await client.query(
      `UPDATE ledger_lot l SET issue_id = CASE WHEN lots.before >= $2 THEN -1 END
         FROM (SELECT lot_id, sum(count(*)) OVER (ORDER BY lot_id) - count(*) AS before
                 FROM ledger_entry JOIN ledger_lot l ON l.id = lot_id
                WHERE l.recipient_id = $1 AND l.report_id = 'S1MIG-001' GROUP BY lot_id) lots
        WHERE l.id = lots.lot_id`,
      [recipientId, size],
    );
    await client.query('VACUUM (ANALYZE) ledger_lot');
  });
}

async function ingestPeaks(bench: Bench, sizes: readonly number[]): Promise<Peak[]> {
  const url = await bench.createDatabase(FILES);
  const installation = installationOn(bench, FILES, { INGEST_MAX_FILE_SIZE: '2GB' });
  const clock = await JobClock.open(bench, installation, 'ingest-file');
  const peaks: Peak[] = [];
  try {
    for (const size of sizes) {
      const sourceFileId = await receiveFile(bench, installation.homeDir, url, size);
      const megabytes = await peakOf(
        () => App.start(bench, installation, 'ingest'),
        () => clock.time({ sourceFileId }),
      );
      peaks.push({ app: 'ingest', size, megabytes });
      bench.options.tell(`  ${size} installations: ingest ${Math.round(megabytes)} MB`);
    }
  } finally {
    await clock.close();
    await rm(installation.homeDir, { recursive: true, force: true });
  }
  return peaks;
}

async function receiveFile(
  bench: Bench,
  homeDir: string,
  url: string,
  installations: number,
): Promise<string> {
  const folder = join(bench.folder, 'files');
  await mkdir(folder, { recursive: true });
  const file = join(folder, `memory-${LARGE_COMMON_FILE_NAME}`);
  const content = generateMigrationCommonFile({ installations, devicesPerInstallation: 6, seed: 1 });
  await pipeline(Readable.from(content), createWriteStream(file));
  const stored = await new FolderArchive(join(homeDir, 'archive')).storeUpload(
    createReadStream(file),
    2 ** 40,
  );
  await rm(file);
  return withClient(url, async (client) => {
    await client.query('TRUNCATE installation_record, attempt, source_file CASCADE');
    const { rows } = await client.query<{ id: string }>(
      `INSERT INTO source_file (path, name, name_key, sha256, size_bytes, archive_key) VALUES ($1, $1, $1, $2, $3, $4)
       RETURNING id`,
      [LARGE_COMMON_FILE_NAME, stored.sha256, stored.bytes, stored.key],
    );
    return rows[0]?.id ?? '';
  });
}

/** The peak of a process that does this work and nothing before it. */
async function peakOf(start: () => Promise<App>, work: () => Promise<unknown>): Promise<number> {
  const app = await start();
  try {
    await work();
    return app.peakMemory();
  } finally {
    await app.stop();
  }
}
