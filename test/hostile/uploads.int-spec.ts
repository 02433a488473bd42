import { readdir } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { eventually } from '@app/testing';
import { MA, SAMPLE_FILES } from '../../libs/migration-files/test/sample-files';
import { MAX_FILE_BYTES, startIngest, TEST_MS, TOKEN, type RunningIngest } from './running-ingest';

const PACE = { bytes: 1_000, perMs: 500 };

jest.setTimeout(TEST_MS);

let ingest: RunningIngest;
const sockets: Socket[] = [];

beforeAll(async () => {
  ingest = await startIngest(PACE);
});

afterAll(() => ingest.close());

beforeEach(() => ingest.dataSource.query('TRUNCATE source_file, alert CASCADE'));

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

/** A connection on which a test speaks HTTP as it likes. */
class RawClient {
  readonly socket = connect(ingest.port, '127.0.0.1');
  text = '';
  isClosed = false;

  constructor() {
    sockets.push(this.socket);
    this.socket.setEncoding('latin1').on('data', (part: string) => (this.text += part));
    this.socket.on('close', () => (this.isClosed = true));
    this.socket.on('error', () => undefined);
  }

  send(text: string): this {
    this.socket.write(text, 'latin1');
    return this;
  }

  put(headers: string, name = MA.name, token = TOKEN): this {
    return this.send(
      `PUT /v1/files/${name} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\n${headers}\r\n\r\n`,
    );
  }

  async answer(): Promise<number> {
    await eventually(
      () => `an answer comes; so far ${this.text}`,
      () => /^HTTP\/1\.1 (?!100)\d{3}/m.test(this.text),
    );
    return Number(/^HTTP\/1\.1 (?!100)(\d{3})/m.exec(this.text)?.[1]);
  }

  async closed(): Promise<void> {
    await eventually('the connection is closed', () => this.isClosed);
  }
}

/** Nothing is noted, no temporary file is left, and an honest upload is received all the same. */
async function expectNothingKept(): Promise<void> {
  expect(await ingest.files()).toEqual([]);
  await eventually('no temporary file is left', async () => {
    const entries = await readdir(ingest.archiveDir, { recursive: true }).catch(() => []);
    return entries.some((name) => name.includes('.tmp-')) ? null : true;
  });
  await expectAlive();
}

async function expectAlive(): Promise<void> {
  const answer = await ingest.put(MA.name, MA.content);
  expect([answer.status, await answer.json()]).toMatchObject([200, { state: 'received' }]);
}

describe('an upload', () => {
  it('whose body comes too slowly is ended with 408', async () => {
    const client = new RawClient().put('Content-Length: 100000');
    const drip = setInterval(() => client.send('x'), 50);
    const status = await client.answer().finally(() => clearInterval(drip));
    expect(status).toBe(408);
    await client.closed();
    await expectNothingKept();
  });

  it('that announces chunks and never ends is ended with 408', async () => {
    const client = new RawClient().put('Transfer-Encoding: chunked').send('5\r\n00,MA\r\n');
    expect(await client.answer()).toBe(408);
    await client.closed();
    await expectNothingKept();
  });

  it('that goes on for longer than the pace, but not below it, is received', async () => {
    const client = new RawClient().put('Content-Length: 20000', 'slow.csv');
    for (let sent = 0; sent < 20_000; sent += 500) {
      client.send('x'.repeat(500));
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
    expect(await client.answer()).toBe(200);
  });

  it('that is aborted leaves nothing', async () => {
    const client = new RawClient().put('Content-Length: 100000').send('x'.repeat(50_000));
    await eventually(
      () => 'its bytes arrive',
      async () => {
        const entries = await readdir(ingest.archiveDir, { recursive: true }).catch(() => []);
        return entries.some((name) => name.includes('.tmp-')) ? true : null;
      },
    );
    client.socket.destroy();
    await expectNothingKept();
  });

  it('that is shorter than announced leaves nothing', async () => {
    const client = new RawClient().put('Content-Length: 100000').send('x'.repeat(500));
    client.socket.end();
    await client.closed();
    await expectNothingKept();
  });

  it('that is longer than announced is what was announced, and the rest is no request', async () => {
    const client = new RawClient().put(`Content-Length: ${MA.content.length}`);
    client.send(`${MA.content}more that nobody announced\r\n\r\n`);
    await client.closed();
    expect(client.text).toContain('400 Bad Request');
    expect(await ingest.decided(1)).toEqual([{ path: MA.name, state: 'accepted', code: null }]);
  });

  it('beyond the limit is refused before its body is sent, and its sender may not stay', async () => {
    const client = new RawClient().put(`Content-Length: ${MAX_FILE_BYTES + 1}`);
    expect(await client.answer()).toBe(413);
    await client.closed();
    expect(await ingest.files()).toEqual([{ path: MA.name, state: 'rejected', code: 'TOO_LARGE' }]);
  });

  it('without the token is refused before its body is sent, and its sender may not stay', async () => {
    const client = new RawClient().put('Content-Length: 100000', MA.name, 'another token');
    expect(await client.answer()).toBe(401);
    await client.closed();
    await expectNothingKept();
  });

  it.each([
    ['two lengths', 'Content-Length: 5\r\nContent-Length: 6'],
    ['a length and chunks', 'Content-Length: 5\r\nTransfer-Encoding: chunked'],
    ['a negative length', 'Content-Length: -1'],
    ['a length that is no number', 'Content-Length: 1e3'],
    ['headers of 100 KB', `X: ${'x'.repeat(100_000)}`],
    ['ten thousand headers', Array.from({ length: 10_000 }, (_, at) => `X${at}: y`).join('\r\n')],
    ['a NUL in a header', 'X: a\0b'],
  ])('with %s is refused', async (_, headers) => {
    const client = new RawClient().put(headers).send('00,MA');
    expect([400, 431]).toContain(await client.answer());
    await client.closed();
    await expectNothingKept();
  });

  it.each([
    ['garbage', '\0\u00ff\u00feGET\r\n\r\n'.repeat(50)],
    ['TLS', '\u0016\u0003\u0001\u0002\0\u0001'],
  ])('is not disturbed by a connection that speaks %s', async (_, text) => {
    await new RawClient().send(text).closed();
    await expectAlive();
  });

  it.each([
    ['..%2f..%2fetc%2fpasswd', '../../etc/passwd'],
    ['%2e%2e/%2E%2E/a.csv', '../../a.csv'],
    ['a//b/./c', 'a//b/./c'],
    ['C:%5CWindows%5Ca.csv', 'C:\\Windows\\a.csv'],
    ['a%00.csv', 'a\ufffd.csv'],
    ['%0d%0aX:%20y', '\r\nX: y'],
    [`${'x'.repeat(300)}.csv`, `${'x'.repeat(300)}.csv`],
    [`${'y'.repeat(9_000)}`, 'y'.repeat(9_000)],
    ['%E2%80%AEvsc.AM', '\u202evsc.AM'],
    ['%CE%9CA_CGI.csv', '\u039cA_CGI.csv'],
    ['CON', 'CON'],
  ])('to %s is known by just that name and rejected', async (sent, path) => {
    const client = new RawClient().put('Content-Length: 5', sent).send('00,MA');
    expect(await client.answer()).toBe(200);
    expect(await ingest.decided(1)).toEqual([{ path, state: 'rejected', code: 'FILE_NAME' }]);
  });

  it('to a path that is no UTF-8 is refused', async () => {
    const client = new RawClient().put('Content-Length: 5', '%ff%fe').send('00,MA');
    expect(await client.answer()).toBe(400);
    await expectNothingKept();
  });

  it('is received while hundreds of connections say nothing or stop in the midst of their headers', async () => {
    const idle = Array.from({ length: 300 }, (_, at) =>
      at % 2 === 0 ? new RawClient() : new RawClient().send('PUT /v1/files/a HTTP/1.1\r\nX-A: '),
    );
    await expectAlive();
    expect(idle.every(({ isClosed }) => !isClosed)).toBe(true);
  });

  it('is received beside many others at once, each with its own bytes', async () => {
    const names = Array.from({ length: 60 }, (_, at) => `parallel-${at}.csv`);
    const answers = await Promise.all(names.map((name) => ingest.put(name, name.repeat(1_000))));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const rows = await ingest.decided(names.length);
    expect(rows.map(({ path }) => path).toSorted()).toEqual(names.toSorted());
  });

  it('of every kind is loaded at last', async () => {
    for (const { name, content } of SAMPLE_FILES) expect((await ingest.put(name, content)).status).toBe(200);
    const rows = await ingest.decided(SAMPLE_FILES.length);
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['accepted']));
  });
});
