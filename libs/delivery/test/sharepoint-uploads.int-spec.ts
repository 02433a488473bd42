import { Readable } from 'node:stream';
import { RunningSimulator } from '@app/testing';
import type { Exchange } from '../src/sharepoint/graph/exchange-log';
import { InMemorySessionStore } from '../src/sharepoint/upload/upload-session-store';
import { consignmentOf } from '../src/testing/describe-delivery-target';
import { fastClock, ROOT_FOLDER, targetFor } from './sharepoint-harness';

const KIB = 1024;
const RANGE_BYTES = 320 * KIB;
/** Small enough for a quick test, large enough for several ranges. */
const IN_RANGES = { smallUpToBytes: 1000, rangeBytes: RANGE_BYTES };
const small = Buffer.from('00,S1MIG-007,10\r\n10,1\r\n');
const large = Buffer.from(
  Array.from({ length: 3 * RANGE_BYTES + 77 }, (_, index) => (index * 7 + (index >> 8)) % 256),
);
const { folder, fileName } = consignmentOf(small);
const place = `${ROOT_FOLDER}/${folder}`;

let simulator: RunningSimulator;

beforeAll(async () => {
  simulator = await RunningSimulator.start();
});
afterAll(() => simulator.stop());
beforeEach(async () => {
  await simulator.reset();
  await simulator.makeFolder(place);
});

async function files(): Promise<string[]> {
  const { items } = await simulator.state();
  return items.filter(({ isFolder }) => !isFolder).map(({ path }) => path);
}

async function requests(operation: string): Promise<number> {
  return (await simulator.journal()).filter((entry) => entry.operation === operation).length;
}

/** A worker that is killed after `ranges` ranges: it never comes to clean up. */
async function dieAfterRanges(store: InMemorySessionStore, ranges: number): Promise<void> {
  let sent = 0;
  const killer = new AbortController();
  const log = ({ operation }: Exchange) => {
    if (operation === 'upload range' && ++sent === ranges) killer.abort(new Error('killed'));
  };
  const target = targetFor(simulator, { ...IN_RANGES, sessionStore: store, log });
  await expect(target.deliver(consignmentOf(large, { signal: killer.signal }))).rejects.toThrow('killed');
}

describe('an upload to SharePoint', () => {
  it.each(['a%20b.csv', '%2523.csv', "100%#+&=;@!$,()[]{}^~`'.csv", 'ü€😀.csv', `${'x'.repeat(250)}.csv`])(
    'keeps the name %s as it is',
    async (name) => {
      const receipt = await targetFor(simulator).deliver(consignmentOf(small, { fileName: name }));
      expect(await files()).toEqual([`${place}/${name}`]);
      expect(receipt).toMatchObject({ target: 'sharepoint', itemId: expect.any(String) as string });
    },
  );

  it.each(['.lock', 'CON', 'com1', 'desktop.ini', '~$x.csv', 'a_vti_b'])(
    'never sends the reserved name %s',
    async (name) => {
      const delivering = targetFor(simulator).deliver(consignmentOf(small, { fileName: name }));
      await expect(delivering).rejects.toMatchObject({ code: 'DELIVERY.INVALID_NAME' });
      expect(await simulator.journal()).toEqual([]);
    },
  );

  it('takes an empty file', async () => {
    await targetFor(simulator, IN_RANGES).deliver(consignmentOf(Buffer.alloc(0)));
    expect(await simulator.content(`${place}/${fileName}`)).toEqual(Buffer.alloc(0));
  });

  it.each([1000, 1001, RANGE_BYTES, RANGE_BYTES + 1, 2 * RANGE_BYTES])(
    'of %i bytes arrives whole',
    async (bytes) => {
      const content = large.subarray(0, bytes);
      await targetFor(simulator, IN_RANGES).deliver(consignmentOf(content));
      expect((await simulator.content(`${place}/${fileName}`))?.equals(content)).toBe(true);
      expect(await requests('create-session')).toBe(bytes > 1000 ? 1 : 0);
    },
  );

  it('asks as Graph wants to be asked', async () => {
    await targetFor(simulator, IN_RANGES).deliver(consignmentOf(large));
    const journal = await simulator.journal();
    const sent = journal.filter(({ server }) => server !== 'token');
    const ids = journal.map(({ headers }) => headers['client-request-id']);
    expect(new Set(ids).size).toBe(journal.length);
    for (const { server, headers, operation } of sent) {
      expect(headers['user-agent']).toMatch(/^NONISV\|[^|]+\|[^|]+\/[\d.]+$/);
      expect(headers['transfer-encoding']).toBeUndefined();
      expect(Boolean(headers.authorization)).toBe(server === 'graph');
      if (operation === 'range') expect(Number(headers['content-length']) % RANGE_BYTES).toBe(0);
    }
    expect(journal.filter(({ server }) => server === 'token')).toHaveLength(1);
  });

  it('logs ids for Microsoft, and neither tokens nor upload URLs', async () => {
    const exchanges: Exchange[] = [];
    await targetFor(simulator, { ...IN_RANGES, log: (exchange) => exchanges.push(exchange) }).deliver(
      consignmentOf(large),
    );
    expect(exchanges).toHaveLength((await simulator.journal()).length);
    for (const exchange of exchanges) {
      expect(exchange).toMatchObject({
        clientRequestId: expect.stringMatching(/^[\da-f-]{36}$/) as string,
        requestId: expect.stringMatching(/^[\da-f-]{36}$/) as string,
      });
    }
    expect(JSON.stringify(exchanges)).not.toMatch(/tempauth|Bearer|sim\./);
  });

  it('is continued where a killed worker left it, by another worker', async () => {
    const store = new InMemorySessionStore();
    await dieAfterRanges(store, 2);
    expect(await files()).toEqual([]);
    await targetFor(simulator, { ...IN_RANGES, sessionStore: store }).deliver(consignmentOf(large));
    expect((await simulator.content(`${place}/${fileName}`))?.equals(large)).toBe(true);
    expect([await requests('create-session'), await requests('range'), await requests('last-range')]).toEqual(
      [1, 3, 1],
    );
  });

  it('starts again when the stored session has expired', async () => {
    const store = new InMemorySessionStore();
    await dieAfterRanges(store, 2);
    await simulator.moveClock({ advanceMs: 16 * 60_000 });
    await targetFor(simulator, { ...IN_RANGES, sessionStore: store }).deliver(consignmentOf(large));
    expect((await simulator.content(`${place}/${fileName}`))?.equals(large)).toBe(true);
  });

  it('waits for the end of an open session whose URL is lost', async () => {
    await dieAfterRanges(new InMemorySessionStore(), 1);
    const other = targetFor(simulator, IN_RANGES);
    await expect(other.deliver(consignmentOf(large))).rejects.toMatchObject({
      code: 'DELIVERY.UPLOAD_IN_PROGRESS',
      firstWaitMs: 15_000,
    });
    await simulator.moveClock({ advanceMs: 15 * 60_000 });
    await other.deliver(consignmentOf(large));
    expect(await files()).toEqual([`${place}/${fileName}`]);
  });

  it('never sends the last range of content that is not that of the issue, and frees the name', async () => {
    const altered = Buffer.from(large);
    altered.writeUInt8(altered.readUInt8(5) ^ 1, 5);
    const target = targetFor(simulator, IN_RANGES);
    const wrong = consignmentOf(large, { open: () => Readable.from([altered]) });
    await expect(target.deliver(wrong)).rejects.toMatchObject({ code: 'DELIVERY.VERIFICATION_FAILED' });
    expect(await simulator.state()).toMatchObject({ openSessions: 0 });
    await target.deliver(consignmentOf(large));
    expect((await simulator.content(`${place}/${fileName}`))?.equals(large)).toBe(true);
  });

  it.each([
    { nextRanges: 'closed' },
    { nextRanges: 'none' },
    { misalignedRange: 'refuse' },
    { hashMissingReads: 3 },
    { hashMissingReads: 1000 },
    { invisibleReads: 3 },
  ] as const)('arrives at a server with %j', async (settings) => {
    await simulator.set(settings);
    const target = targetFor(simulator, IN_RANGES);
    for (const [name, content] of [
      ['small.csv', small],
      ['large.csv', large],
    ] as const) {
      await target.deliver(consignmentOf(content, { fileName: name }));
      expect((await simulator.content(`${place}/${name}`))?.equals(content)).toBe(true);
    }
  });

  it('says in the receipt by what it was verified', async () => {
    const by = async (fileNameOf: string) =>
      (await targetFor(simulator).deliver(consignmentOf(small, { fileName: fileNameOf }))).verifiedBy;
    expect(await by('hash.csv')).toBe('hash');
    await simulator.set({ hashMissingReads: 1000 });
    expect(await by('content.csv')).toBe('content');
    await simulator.inject({ operation: 'content', times: 2, action: { kind: 'refuse', status: 404 } });
    expect(await by('size.csv')).toBe('size');
    await expect(by('size.csv')).rejects.toMatchObject({ code: 'DELIVERY.UNAVAILABLE' }); // not ours in this run
  });

  it.each(['discard', 'keepPart'] as const)('goes on after a broken range (%s)', async (brokenRange) => {
    await simulator.set({ brokenRange });
    await simulator.inject({ operation: 'range', after: 1, action: { kind: 'break', afterBytes: 12_345 } });
    await targetFor(simulator, IN_RANGES).deliver(consignmentOf(large));
    expect((await simulator.content(`${place}/${fileName}`))?.equals(large)).toBe(true);
  });

  it('halves its ranges on a connection that loses them', async () => {
    await simulator.inject({ operation: 'range', times: 2, action: { kind: 'drop', when: 'before' } });
    const target = targetFor(simulator, { ...IN_RANGES, rangeBytes: 2 * RANGE_BYTES });
    await target.deliver(consignmentOf(large));
    const sizes = (await simulator.journal())
      .filter(({ operation }) => /range/.test(operation))
      .map(({ bytes }) => bytes);
    expect(sizes).toEqual([2, 2, 1, 1, 1].map((units) => units * RANGE_BYTES).concat(77));
  });

  it('is taken away again when the server has changed it, and does not count as delivered', async () => {
    await simulator.set({ rewrittenExtensions: ['.csv'] });
    await expect(targetFor(simulator).deliver(consignmentOf(small))).rejects.toMatchObject({
      code: 'DELIVERY.VERIFICATION_FAILED',
    });
    expect(await files()).toEqual([]);
  });

  it('does not take a file for its own that differs only in case', async () => {
    await simulator.plant(`${place}/${fileName.toLowerCase()}`, small);
    await expect(targetFor(simulator).deliver(consignmentOf(small))).rejects.toMatchObject({
      code: 'DELIVERY.CONTENT_CONFLICT',
    });
  });

  it('does not believe one wrong answer', async () => {
    for (const how of ['wrong-hash', 'wrong-size', 'html', 'empty', 'cut'] as const) {
      await simulator.inject(
        { operation: 'put-content', action: { kind: 'damage', how } },
        { operation: 'find', after: 2, action: { kind: 'damage', how } },
      );
      await targetFor(simulator).deliver(consignmentOf(small, { fileName: `${how}.csv` }));
      expect(await simulator.content(`${place}/${how}.csv`)).toEqual(small);
    }
  });

  it('gives up an answer that never comes, and finds what has become of it', async () => {
    await simulator.inject({ operation: 'put-content', action: { kind: 'hang' } });
    const timeouts = { connectMs: 1000, answerMs: 500 };
    await targetFor(simulator, { timeouts }).deliver(consignmentOf(small));
    expect(await requests('put-content')).toBe(1);
  });

  it('sleeps between tries, longer each time', async () => {
    await simulator.inject({ operation: 'put-content', times: 3, action: { kind: 'refuse', status: 503 } });
    const clock = fastClock(simulator);
    await targetFor(simulator, { clock }).deliver(consignmentOf(small));
    const [first = 0, second = 0, third = 0] = clock.slept;
    expect(first).toBeGreaterThanOrEqual(500);
    expect(second).toBeGreaterThanOrEqual(1000);
    expect(third).toBeGreaterThanOrEqual(2000);
  });
});
