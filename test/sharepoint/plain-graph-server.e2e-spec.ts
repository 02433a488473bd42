import type { SharePointConfig } from '@app/config';
import { DeliveryError } from '@app/delivery';
import { sharePointParts } from '../../libs/delivery/src/sharepoint/sharepoint-parts';
import { SharePointTarget } from '../../libs/delivery/src/sharepoint/sharepoint-target';
import {
  consignmentOf,
  describeDeliveryTarget,
} from '../../libs/delivery/src/testing/describe-delivery-target';
import { PlainGraphServer, type PlainHabits, type Trouble } from './plain-graph-server';

const { folder, fileName } = consignmentOf(Buffer.alloc(0));
const SMALL_UP_TO = 1000;
const RANGE_BYTES = 320 * 1024;
const SMALL = Buffer.from('00,S1MIG-007,10\r\n10,1\r\n');
const LARGE = Buffer.from(Array.from({ length: 3 * RANGE_BYTES + 5 }, (_, index) => (index * 7) % 253));

let server: PlainGraphServer;

beforeEach(async () => {
  server = new PlainGraphServer();
  await server.start();
});
afterEach(() => server.stop());

function config(): SharePointConfig {
  return {
    target: 'sharepoint',
    baseUrl: server.url,
    authorityHost: server.url,
    tenantId: 'contoso',
    clientId: 'app',
    credential: { kind: 'secret', clientSecret: server.clientSecret },
    driveId: server.driveId,
    rootFolder: '',
    unitsPerMinute: 1_000_000,
    singleUploadBytes: 4 * 2 ** 20,
    uploadRangeBytes: 10 * 2 ** 20,
    proxy: {},
  };
}

/** Waits cost no time. */
function target(): SharePointTarget {
  let passedMs = 0;
  const clock = {
    now: () => Date.now() + passedMs,
    sleep: (ms: number) => Promise.resolve(void (passedMs += ms)),
  };
  const sizes = { smallUpToBytes: SMALL_UP_TO, rangeBytes: RANGE_BYTES };
  return new SharePointTarget(sharePointParts(config(), { clock, log: () => undefined, ...sizes }));
}

describeDeliveryTarget('SharePointTarget, to a server of another make,', () =>
  Promise.resolve({
    target: new SharePointTarget(sharePointParts(config(), { log: () => undefined })),
    prepareFolder: (name) => Promise.resolve(server.makeFolder(name)),
    plant: (name, file, content) => Promise.resolve(void server.put(`${name}/${file}`, content)),
    content: (name, file) =>
      Promise.resolve(server.entries.get(`${name}/${file}`.toLowerCase())?.content ?? null),
    list: () =>
      Promise.resolve([...server.entries.values()].filter(({ content }) => content).map(({ name }) => name)),
    close: () => Promise.resolve(),
  }),
);

const lostAfterwards = (when: RegExp, answer?: Trouble['answer']): Trouble => ({
  when,
  isDone: true,
  ...(answer && { answer }),
});
const OPEN_UPLOAD = 'DELIVERY.UPLOAD_IN_PROGRESS';
const WAIT = { 'Retry-After': '1.5', 'RateLimit-Limit': '1250', 'RateLimit-Remaining': '0' };
const html = '<html>busy</html>';

describe('a server of another make', () => {
  /** As the queue does it. @returns the codes of what came in between */
  async function untilDelivered(content: Buffer): Promise<string[]> {
    const delivering = target();
    const codes: string[] = [];
    for (;;) {
      try {
        await delivering.deliver(consignmentOf(content));
        return codes;
      } catch (error) {
        if (!(error instanceof DeliveryError) || !error.retryable || codes.length > 9) throw error;
        codes.push(error.code);
        const { clock } = delivering['parts'];
        await clock.sleep(error.retryAfterMs ?? error.firstWaitMs ?? 10_000);
      }
    }
  }

  it.each<[string, Trouble, string[]]>([
    ['423 once, with an empty body', { when: /^PUT/, answer: { status: 423 } }, ['DELIVERY.FILE_LOCKED']],
    ['503 without Retry-After', { when: /^PUT/, times: 3, answer: { status: 503, body: html } }, []],
    ['429 with decimals', { when: /^PUT/, answer: { status: 429, headers: { 'Retry-After': '2.128' } } }, []],
    [
      '429 for a token',
      { when: /^POST .*token/, answer: { status: 429, headers: { 'RETRY-AFTER': '1.5' } } },
      [],
    ],
    ['a connection dropped after applying', lostAfterwards(/^PUT/), []],
    ['a connection dropped before', { when: /^PUT/ }, []],
    [
      '507 for a while',
      { when: /^PUT/, times: 2, answer: { status: 507 } },
      Array(2).fill('DELIVERY.TARGET_STOPPED'),
    ],
    ['401 once', { when: /^GET/, answer: { status: 401 } }, []],
    ['412 once, though no condition was sent', { when: /^PUT/, answer: { status: 412 } }, []],
    ['409 once, with nothing there', { when: /^PUT/, answer: { status: 409 } }, [OPEN_UPLOAD]],
    ['404 once for a folder that is there', { when: /^GET .*root:/, answer: { status: 404 } }, []],
    [
      '401 with WWW-Authenticate',
      { when: /^PUT/, answer: { status: 401, headers: { 'WWW-Authenticate': 'Bearer realm=""' } } },
      [],
    ],
    [
      'a reset that is a time of day',
      { when: /^PUT/, answer: { status: 429, headers: { 'RateLimit-Reset': '1795526400' } } },
      ['DELIVERY.THROTTLED'],
    ],
    [
      'a wait until a date',
      {
        when: /^PUT/,
        answer: { status: 503, headers: { 'Retry-After': new Date(Date.now() + 20_000).toUTCString() } },
      },
      [],
    ],
    ['an answer that is a page', { when: /^PUT/, isDone: true, answer: { status: 200, body: html } }, []],
  ])('%s: a small file arrives once', async (_, trouble, codes) => {
    server.makeFolder(folder);
    server.troubles.push(trouble);
    expect(await untilDelivered(SMALL)).toEqual(codes);
    expect(server.entries.get(`${folder}/${fileName}`.toLowerCase())?.content).toEqual(SMALL);
    expect(server.entries.size).toBe(2);
  });

  it.each<[string, Trouble, string[]]>([
    ['nothing at all', { when: /^never/ }, []],
    ['a wait between ranges', { when: /^PUT .*up$/, answer: { status: 429, headers: WAIT } }, []],
    ['416 with later ranges', lostAfterwards(/^PUT .*up$/, { status: 504, body: html }), []],
    [
      'an open session that is told once',
      { when: /createUploadSession/, answer: { status: 409 } },
      [OPEN_UPLOAD],
    ],
    ['a range whose answer is lost', lostAfterwards(/^PUT .*up$/), []],
    [
      'a range with an answer of 200 instead of 202',
      { when: /^PUT .*up$/, isDone: true, answer: { status: 200 } },
      [],
    ],
    [
      'a range that is refused with a page',
      { when: /^PUT .*up$/, times: 2, answer: { status: 502, body: html } },
      [],
    ],
    ['a single 404 of a session that lives', { when: /^PUT .*up$/, answer: { status: 404 } }, []],
    [
      'a session that is gone',
      { when: /^PUT .*up$/, answer: { status: 404 }, effect: () => server.forgetSessions() },
      [],
    ],
    ['423 in the middle', { when: /^PUT .*up$/, answer: { status: 423 } }, ['DELIVERY.FILE_LOCKED']],
  ])('%s: a large file arrives once', async (_, trouble, codes) => {
    server.makeFolder(folder);
    server.troubles.push(trouble);
    expect(await untilDelivered(LARGE)).toEqual(codes);
    expect(server.entries.get(`${folder}/${fileName}`.toLowerCase())?.content?.equals(LARGE)).toBe(true);
    expect(server.entries.size).toBe(2);
  });

  it.each<[string, PlainHabits]>([
    ['has no hashes, and sends who asks for bytes elsewhere', { hashes: 'never', isContentElsewhere: true }],
    ['has a smaller limit for single uploads', { mostInOneRequest: 10 }],
    ['tells no lifetime of tokens', { tokenLifetime: undefined }],
    ['has short-lived tokens', { tokenLifetime: 1 }],
    ['writes nulls for what it does not know', { hasNulls: true }],
    ['has folders alone, and no root to look at', { hasRoot: false }],
  ])('%s: both files arrive once', async (_, habits) => {
    Object.assign(server.habits, habits);
    server.makeFolder(folder);
    for (const content of [SMALL, LARGE]) {
      const name = `${content.length}.csv`;
      await target().deliver(consignmentOf(content, { fileName: name }));
      expect(server.entries.get(`${folder}/${name}`.toLowerCase())?.content?.equals(content)).toBe(true);
    }
    expect(server.entries.size).toBe(3);
    expect(server.tokensWhereNoneBelongs).toBe(0);
  });

  it('waits for hashes once, not for each file, where there are none', async () => {
    server.habits.hashes = 'never';
    server.makeFolder(folder);
    const delivering = target();
    const requests = async (name: string) => {
      const before = server.requests.length;
      await delivering.deliver(consignmentOf(SMALL, { fileName: name }));
      return server.requests.length - before;
    };
    const [first, second] = [await requests('1.csv'), await requests('2.csv')];
    expect(second).toBe(4); // look, send, look, read back
    expect(first).toBeGreaterThan(second + 4);
  });

  it('is told apart: a missing folder, a name in another case, a library that is not there', async () => {
    await expect(target().deliver(consignmentOf(SMALL))).rejects.toMatchObject({
      code: 'DELIVERY.FOLDER_MISSING',
    });
    server.makeFolder(folder.toUpperCase());
    server.put(`${folder}/${fileName.toLowerCase()}`, SMALL);
    await expect(target().deliver(consignmentOf(SMALL))).rejects.toMatchObject({
      code: 'DELIVERY.CONTENT_CONFLICT',
    });
  });
});
