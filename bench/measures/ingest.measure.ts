import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FolderArchive } from '@app/archive';
import { generateMigrationCommonFile, LARGE_COMMON_FILE_NAME } from '@app/migration-files';
import { App, installationOn } from '../harness/app';
import { JobClock } from '../harness/job-clock';
import { medianOf, runRounds } from '../harness/rounds';
import { runPeer } from '../harness/run-peer';
import { withClient } from '../harness/with-client';
import type { Figure, Measure, Series } from '../measure';

const DATABASE = 'bench_ingest';
const OURS = 'mrr ingest job';
const FLOOR = 'saxes';
const PEER = 'typeorm-save';
const DEVICES = 6;

/** One large Migration Common File, from the archive to committed rows, in the real job of a real ingest process. */
export const ingest: Measure = {
  name: 'ingest',
  title: 'Ingest of a Migration Common File',
  async measure(bench) {
    const installations = bench.size(100_000, 10_000);
    const url = await bench.createDatabase(DATABASE);
    const installation = installationOn(bench, DATABASE);
    const file = await writeFile(join(bench.folder, 'files'), installations);
    const stored = await new FolderArchive(join(installation.homeDir, 'archive')).storeUpload(
      createReadStream(file),
      2 ** 40,
    );
    const clock = await JobClock.open(bench, installation, 'ingest-file');
    const app = await App.start(bench, installation, 'ingest');
    const received = (state: 'received' | 'accepted') => forgetAndReceive(url, stored, state);
    try {
      const series = await runRounds(bench.options, [
        { name: FLOOR, run: () => runPeer('saxes', { file }) },
        { name: OURS, run: async () => clock.time({ sourceFileId: await received('received') }) },
        {
          name: PEER,
          rounds: 1, // takes minutes
          run: async () => runPeer('typeorm-save', { url, file, sourceFileId: await received('accepted') }),
        },
      ]);
      const megabytes = Math.round((await stat(file)).size / 1e6);
      return {
        figures: figuresOf(series),
        series,
        conditions: { installations, devices: DEVICES, megabytes },
      };
    } finally {
      await app.stop();
      await clock.close();
      await rm(installation.homeDir, { recursive: true, force: true });
    }
  },
};

async function writeFile(folder: string, installations: number): Promise<string> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, LARGE_COMMON_FILE_NAME);
  const content = generateMigrationCommonFile({ installations, devicesPerInstallation: DEVICES, seed: 1 });
  await pipeline(Readable.from(content), createWriteStream(file));
  return file;
}

/** Empties the tables that the file fills and notes it as just received. */
async function forgetAndReceive(
  url: string,
  stored: { key: string; sha256: string; bytes: number },
  state: 'received' | 'accepted',
): Promise<string> {
  return withClient(url, async (client) => {
    await client.query('TRUNCATE installation_record, attempt, source_file CASCADE');
    const { rows } = await client.query<{ id: string }>(
      `INSERT INTO source_file (path, name, name_key, sha256, size_bytes, archive_key) VALUES ($1, $1, $1, $2, $3, $4)
       RETURNING id`,
      [LARGE_COMMON_FILE_NAME, stored.sha256, stored.bytes, stored.key],
    );
    const id = rows[0]?.id ?? '';
    // The peer leaves the file's own row alone: its time is that of the records.
    if (state === 'accepted')
      await client.query(`UPDATE source_file SET state = 'rejected', finished_at = now()`);
    await client.query('CHECKPOINT');
    return id;
  });
}

function figuresOf(series: readonly Series[]): Figure[] {
  const ours = medianOf(series, OURS);
  return [
    {
      what: 'from file to committed',
      against: 'saxes with empty handlers',
      goal: { kind: 'at most', value: 2.5 },
      value: ours / medianOf(series, FLOOR),
      unit: '×',
    },
    {
      what: 'times faster than',
      against: 'TypeORM save in chunks',
      goal: { kind: 'at least', value: 10 },
      value: medianOf(series, PEER) / ours,
      unit: '×',
    },
  ];
}
