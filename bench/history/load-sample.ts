import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { FolderArchive } from '@app/archive';
import { dataSourceOptions } from '@app/database';
import { generateSampleFiles, type GeneratedFile, type SampleOptions } from '@app/migration-files';
import { DataSource } from 'typeorm';
import { FileLoader } from '../../apps/ingest/src/load/file-loader';

const LIMIT_BYTES = 1024 ** 3;

/** Ninety recipients: 70 supplier User IDs and 20 DNOs. One Migration Week of about 1,600 installations. */
export const SAMPLE: SampleOptions = {
  seed: 7,
  from: '2020-03-02',
  weeks: 1,
  installationsPerDay: 300,
  suppliers: 69,
  dnos: 20,
};

/** Brings sample files into an empty database by the product's own loader, in the order of their arrival. */
export function loadSample(databaseUrl: string, folder: string): Promise<void> {
  return loadFiles(databaseUrl, folder, generateSampleFiles(SAMPLE));
}

/** The organisations of the sample alone. */
export function loadMasterData(databaseUrl: string, folder: string): Promise<void> {
  const [organisations] = generateSampleFiles(SAMPLE);
  return loadFiles(databaseUrl, folder, organisations ? [organisations] : []);
}

/** In the order given; every file must be accepted. */
export async function loadFiles(
  databaseUrl: string,
  folder: string,
  files: Iterable<GeneratedFile>,
): Promise<void> {
  const dataSource = new DataSource(
    dataSourceOptions({ url: databaseUrl, poolSize: 4, applicationName: 'bench-sample' }),
  );
  await dataSource.initialize();
  try {
    const archiveDir = join(folder, 'archive');
    const loader = new FileLoader(dataSource, new FolderArchive(archiveDir), LIMIT_BYTES);
    for (const { name, createdAt, content } of files) {
      const stored = await put(archiveDir, Buffer.isBuffer(content) ? content : await buffer(content));
      const [{ id }] = await dataSource.query<[{ id: string }]>(
        `INSERT INTO source_file (path, name, name_key, sha256, size_bytes, archive_key, created_at)
         VALUES ($1, $1, $1, $2, $3, $4, $5) RETURNING id`,
        [posix.basename(name), stored.sha256, stored.bytes, stored.key, createdAt],
      );
      const outcome = await loader.load(id);
      if (outcome.kind !== 'accepted') throw new Error(`${name}: ${JSON.stringify(outcome)}`);
    }
  } finally {
    await dataSource.destroy();
  }
}

/** As the archive stores an upload, but without waiting for the disk. */
async function put(
  archiveDir: string,
  bytes: Buffer,
): Promise<{ key: string; sha256: string; bytes: number }> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const key = `sources/${sha256.slice(0, 2)}/${sha256}`;
  await mkdir(join(archiveDir, dirname(key)), { recursive: true });
  await writeFile(join(archiveDir, key), bytes);
  return { key, sha256, bytes: bytes.length };
}
