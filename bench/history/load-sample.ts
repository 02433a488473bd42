import { join, posix } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { FolderArchive } from '@app/archive';
import { dataSourceOptions } from '@app/database';
import { generateSampleFiles, type SampleOptions } from '@app/migration-files';
import { DataSource } from 'typeorm';
import { FileLoader } from '../../apps/ingest/src/load/file-loader';

const LIMIT_BYTES = 1024 ** 3;

/** Ninety recipients: 70 supplier User IDs and 20 DNOs. One Migration Week of about 6,000 installations. */
export const SAMPLE: SampleOptions = {
  seed: 7,
  from: '2020-03-02',
  weeks: 1,
  installationsPerDay: 1_100,
  suppliers: 69,
  dnos: 20,
};

/** Brings sample files into an empty database by the product's own loader, in the order of their arrival. */
export async function loadSample(databaseUrl: string, folder: string, options: SampleOptions): Promise<void> {
  const dataSource = new DataSource(
    dataSourceOptions({ url: databaseUrl, poolSize: 4, applicationName: 'bench-sample' }),
  );
  await dataSource.initialize();
  try {
    const archive = new FolderArchive(join(folder, 'archive'));
    const loader = new FileLoader(dataSource, archive, LIMIT_BYTES);
    for (const { name, createdAt, content } of generateSampleFiles(options)) {
      const bytes = Buffer.isBuffer(content) ? content : await buffer(content);
      const stored = await archive.storeUpload(Readable.from([bytes]), LIMIT_BYTES);
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
