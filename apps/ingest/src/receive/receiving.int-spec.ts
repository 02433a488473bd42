import { appendFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { homeAt } from '@app/config';
import { createTestDatabase, testQueuePrefix, testRedisUrl } from '@app/testing';
import type { TestDatabase } from '@app/testing';
import { DataSource } from 'typeorm';
import { IngestModule } from '../ingest.module';
import { InboxWatcher } from './inbox-watcher';

const TOKEN = 'a-token-for-tests-only';
const NAME = 'MA_CGI_70-B3-D5-1F-30-00-A0-01_20200226_090000.csv';
const CONTENT =
  '00,MA,CGI,70-B3-D5-1F-30-00-A0-01,SUPPLIER,20200226T090000,1\n10,1,,1012345678903,,,20200302,0,5A01,A\n';

interface SourceFileRow {
  path: string;
  state: string;
  code: string | null;
  created_at: Date | null;
}

describe('receiving files', () => {
  let database: TestDatabase;
  let app: INestApplication;
  let dataSource: DataSource;
  let homeDir: string;
  let url: string;

  const files = (): Promise<SourceFileRow[]> =>
    dataSource.query('SELECT path, state, code, created_at FROM source_file ORDER BY id');
  const put = (path: string, body: string, token = TOKEN): Promise<Response> =>
    fetch(`${url}/v1/files/${path}`, { method: 'PUT', body, headers: { authorization: `Bearer ${token}` } });
  const decided = async (): Promise<SourceFileRow[]> => {
    const deadline = Date.now() + 20_000;
    for (;;) {
      const rows = await files();
      if (rows.length > 0 && rows.every(({ state }) => state !== 'received')) return rows;
      if (Date.now() > deadline) throw new Error(`Not decided in time: ${JSON.stringify(rows)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  beforeEach(async () => {
    database = await createTestDatabase();
    homeDir = await mkdtemp(join(tmpdir(), 'mrr-receiving-'));
    app = await NestFactory.create(
      IngestModule.forRoot({
        database: { url: database.url, poolSize: 4, namedStatements: true },
        queue: { backend: 'redis', url: await testRedisUrl(), prefix: testQueuePrefix() },
        archive: { kind: 'folder', folder: homeAt(homeDir).archiveDir },
        home: homeAt(homeDir),
        ingest: {
          maxFileSizeBytes: 1_000,
          host: '127.0.0.1',
          port: 0,
          apiToken: TOKEN,
          inboxPollIntervalMs: 3_600_000,
        },
        worker: {
          ingestConcurrency: 2,
          reportConcurrency: 1,
          distributionConcurrency: 1,
          jobLockMs: 20_000,
          drainTimeoutMs: 1_000,
        },
      }),
      { logger: false, bodyParser: false },
    );
    await app.listen(0, '127.0.0.1');
    url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
    dataSource = app.get(DataSource);
  });

  afterEach(async () => {
    await app.close();
    await database.drop();
    await rm(homeDir, { recursive: true, force: true });
  });

  it('loads an upload and knows its creation time before it is loaded', async () => {
    const answer = await put(`folder%20one/${NAME}`, CONTENT);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ state: 'received', bytes: CONTENT.length });
    expect(await decided()).toEqual([
      {
        path: `folder one/${NAME}`,
        state: 'accepted',
        code: null,
        created_at: new Date('2020-02-26T09:00:00Z'),
      },
    ]);
  });

  it('refuses an upload without the token, and keeps nothing of it', async () => {
    expect((await put(NAME, CONTENT, 'another token entirely')).status).toBe(401);
    expect(await files()).toEqual([]);
  });

  it('notes an upload beyond the limit as rejected, whether its size is announced or not', async () => {
    expect((await put(`a/${NAME}`, 'x'.repeat(1_001))).status).toBe(413);
    const unannounced = new ReadableStream({
      start(controller) {
        controller.enqueue(Buffer.from('x'.repeat(2_000)));
        controller.close();
      },
    });
    const init = {
      method: 'PUT',
      body: unannounced,
      duplex: 'half' as const,
      headers: { authorization: `Bearer ${TOKEN}` },
    };
    expect((await fetch(`${url}/v1/files/b/${NAME}`, init)).status).toBe(413);
    expect((await files()).map(({ path, state, code }) => ({ path, state, code }))).toEqual([
      { path: `a/${NAME}`, state: 'rejected', code: 'TOO_LARGE' },
      { path: `b/${NAME}`, state: 'rejected', code: 'TOO_LARGE' },
    ]);
  });

  it('takes the path of an upload for a label only', async () => {
    await put(`..%2f..%2fetc/${NAME}`, CONTENT);
    expect((await decided())[0]).toMatchObject({ path: `../../etc/${NAME}`, state: 'accepted' });
    expect((await readdir(homeDir)).toSorted()).toEqual(['archive', 'inbox']);
  });

  it('leaves a file alone that is still being written, and takes it once it has settled', async () => {
    const inbox = app.get(InboxWatcher);
    const path = join(homeDir, 'inbox', NAME);
    await writeFile(path, CONTENT.slice(0, 80));
    await inbox.look();
    await appendFile(path, CONTENT.slice(80));
    await inbox.look();
    expect(await files()).toEqual([]);
    await inbox.look();
    expect((await decided())[0]).toMatchObject({ path: NAME, state: 'accepted' });
    expect(await readdir(join(homeDir, 'inbox'))).toEqual([]);
  });

  it('takes no file whose name begins with a dot', async () => {
    const inbox = app.get(InboxWatcher);
    await writeFile(join(homeDir, 'inbox', `.${NAME}`), CONTENT);
    await inbox.look();
    await inbox.look();
    expect(await files()).toEqual([]);
  });
});
