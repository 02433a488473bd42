import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { loadConfigFrom } from '@app/config';
import { createTestDatabase, eventually, testQueuePrefix, testRedisUrl } from '@app/testing';
import { DataSource } from 'typeorm';
import { IngestModule } from '../../apps/ingest/src/ingest.module';
import { prepareIngest } from '../../apps/ingest/src/prepare-ingest';
import { InboxWatcher } from '../../apps/ingest/src/receive/inbox-watcher';
import { UPLOAD_PACE, type UploadPace } from '../../apps/ingest/src/receive/paced-body';

/** For a machine that is busy with other things: every file costs several writes that wait for the disk. */
export const TEST_MS = 300_000;
const DEADLINE_MS = 250_000;

export const TOKEN = 'a-token-for-tests-only';
export const MAX_FILE_BYTES = 3_000_000;
export const LINGER_MS = 300;

export interface FileVerdict {
  readonly path: string;
  readonly state: string;
  readonly code: string | null;
}

/** The ingest app in this process, on a database and a home of its own; its inbox is looked at when a test says so. */
export interface RunningIngest {
  readonly port: number;
  readonly url: string;
  readonly inboxDir: string;
  readonly archiveDir: string;
  readonly inbox: InboxWatcher;
  readonly dataSource: DataSource;
  /** All files in the order in which they were received. */
  files(): Promise<FileVerdict[]>;
  /** The same once `count` files are there and all are decided. */
  decided(count: number): Promise<FileVerdict[]>;
  put(path: string, body: string): Promise<Response>;
  close(): Promise<void>;
}

export async function startIngest(pace?: UploadPace): Promise<RunningIngest> {
  const database = await createTestDatabase();
  const homeDir = await mkdtemp(join(tmpdir(), 'mrr-hostile-'));
  const config = loadConfigFrom(
    {
      DATABASE_URL: database.url,
      DATABASE_POOL_SIZE: '8',
      REDIS_URL: await testRedisUrl(),
      QUEUE_PREFIX: testQueuePrefix(),
      MRR_HOME: homeDir,
      INGEST_API_TOKEN: TOKEN,
      INGEST_MAX_FILE_SIZE: `${MAX_FILE_BYTES}b`,
      INBOX_POLL_INTERVAL: '1h',
    },
    'database',
    'queue',
    'archive',
    'home',
    'ingest',
    'worker',
  );
  const { home } = config;
  const module = IngestModule.forRoot(config);
  if (pace) module.providers?.push({ provide: UPLOAD_PACE, useValue: pace }); // the last one counts
  const app = await NestFactory.create(module, { logger: false, bodyParser: false });
  prepareIngest(app, LINGER_MS);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const dataSource = app.get(DataSource);
  const files = (): Promise<FileVerdict[]> =>
    dataSource.query('SELECT path, state, code FROM source_file ORDER BY id');
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    inboxDir: home.inboxDir,
    archiveDir: home.archiveDir,
    inbox: app.get(InboxWatcher),
    dataSource,
    files,
    async decided(count) {
      let rows: FileVerdict[] = [];
      const what = (): string => `${count} files are decided, at last ${JSON.stringify(rows).slice(0, 500)}`;
      return eventually(
        what,
        async () => {
          rows = await files();
          return rows.length === count && rows.every(({ state }) => state !== 'received') ? rows : null;
        },
        DEADLINE_MS,
      );
    },
    put: (path, body) =>
      fetch(`http://127.0.0.1:${port}/v1/files/${path}`, {
        method: 'PUT',
        body,
        headers: { authorization: `Bearer ${TOKEN}` },
      }),
    async close() {
      await app.close();
      await database.drop();
      await rm(homeDir, { recursive: true, force: true });
    },
  };
}
