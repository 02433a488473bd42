import { RunningSimulator, type Fault, type FaultAction, type Operation } from '@app/testing';
import * as fc from 'fast-check';
import { DeliveryError } from '../src/errors/delivery.error';
import { InMemorySessionStore } from '../src/sharepoint/upload/upload-session-store';
import { consignmentOf } from '../src/testing/describe-delivery-target';
import { fastClock, ROOT_FOLDER, targetFor } from './sharepoint-harness';

const RANGE_BYTES = 320 * 1024;
const content = {
  small: Buffer.from('00,S1MIG-007,10\r\n10,1\r\n'),
  large: Buffer.from(Array.from({ length: 2 * RANGE_BYTES + 5 }, (_, index) => (index * 11) % 251)),
};
const { folder, fileName } = consignmentOf(content.small);
const place = `${ROOT_FOLDER}/${folder}`;
const KILLED = new Error('killed');
const PATIENCE_MS = 600_000;

let simulator: RunningSimulator;

beforeAll(async () => {
  simulator = await RunningSimulator.start();
});
afterAll(() => simulator.stop());

const status = fc.constantFrom(408, 423, 429, 500, 502, 503, 504, 507, 509, 302);
const action: fc.Arbitrary<FaultAction> = fc.oneof(
  fc.record({ kind: fc.constant('refuse' as const), status, html: fc.boolean() }),
  fc.record({
    kind: fc.constant('refuse' as const),
    status: fc.constantFrom(429, 503),
    retryAfter: fc.constantFrom('0', '2.128', '3'),
  }),
  fc.record({
    kind: fc.constant('lie' as const),
    status: fc.constantFrom(500, 502, 503, 504),
    html: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('drop' as const),
    when: fc.constantFrom('before' as const, 'after' as const),
  }),
  fc.record({
    kind: fc.constant('break' as const),
    afterBytes: fc.constantFrom(0, 1, 1000, RANGE_BYTES - 1),
  }),
  fc.record({
    kind: fc.constant('damage' as const),
    how: fc.constantFrom(
      'cut' as const,
      'html' as const,
      'empty' as const,
      'wrong-hash' as const,
      'wrong-size' as const,
    ),
  }),
  fc.constantFrom({ kind: 'end-sessions' as const }, { kind: 'void-tokens' as const }),
);
const operations: Operation[] = [
  ...([
    'token',
    'find',
    'put-content',
    'create-session',
    'range',
    'last-range',
    'session-status',
    'cancel',
    'delete',
  ] as const),
];
const fault: fc.Arbitrary<Fault> = fc.record({
  operation: fc.constantFrom(...operations),
  after: fc.nat(2),
  times: fc.integer({ min: 1, max: 4 }),
  action,
});
const trouble = fc.record({
  faults: fc.array(fault, { maxLength: 4 }),
  settings: fc.record({
    brokenRange: fc.constantFrom('discard' as const, 'keepPart' as const),
    invisibleReads: fc.nat(2),
    hashMissingReads: fc.nat(2),
    nextRanges: fc.constantFrom('open' as const, 'closed' as const, 'none' as const),
  }),
  /** The worker dies right after this many requests, again and again. */
  killAfter: fc.option(fc.nat(8), { nil: undefined }),
  size: fc.constantFrom('small' as const, 'large' as const),
});
type Trouble = typeof trouble extends fc.Arbitrary<infer T> ? T : never;

/** One run of the job by a worker that may be killed. */
async function run(
  store: InMemorySessionStore,
  { size, killAfter }: Trouble,
  runs: number,
): Promise<unknown> {
  const killer = new AbortController();
  let requests = 0;
  const log = () => {
    if (runs < 2 && ++requests === killAfter) killer.abort(KILLED);
  };
  const clock = fastClock(simulator);
  const target = targetFor(simulator, {
    sessionStore: store,
    smallUpToBytes: 1000,
    rangeBytes: RANGE_BYTES,
    log,
    clock,
  });
  return target.deliver(consignmentOf(content[size], { signal: killer.signal })).then(
    () => 'delivered',
    (error: unknown) => error,
  );
}

/** What the queue does: later, again, or never again. */
async function deliver(given: Trouble): Promise<unknown> {
  const store = new InMemorySessionStore();
  let ended: unknown;
  for (let runs = 0; runs < 12; runs++) {
    ended = await run(store, given, runs);
    if (ended === 'delivered') return ended;
    if (ended instanceof DeliveryError && !ended.retryable) return ended;
    if (!(ended instanceof DeliveryError) && ended !== KILLED) throw ended;
    const waitMs = ended instanceof DeliveryError ? (ended.retryAfterMs ?? ended.firstWaitMs ?? 10_000) : 0;
    await simulator.moveClock({ advanceMs: waitMs });
  }
  return ended;
}

async function files(): Promise<string[]> {
  const { items } = await simulator.state();
  return items.filter(({ isFolder }) => !isFolder).map(({ path }) => path);
}

it(
  'ends with exactly one whole file in its place, or tells of a failure; never with a wrong file or one elsewhere',
  async () => {
    await fc.assert(
      fc.asyncProperty(trouble, async (given) => {
        await simulator.reset();
        await simulator.makeFolder(place);
        await simulator.set(given.settings);
        await simulator.inject(...given.faults);
        const ended = await deliver(given);
        const found = await files();
        const held = await simulator.content(`${place}/${fileName}`);
        if (ended === 'delivered') expect(found).toEqual([`${place}/${fileName}`]);
        else expect(ended).toBeInstanceOf(DeliveryError);
        if (held) expect(held.equals(content[given.size])).toBe(true);
        expect(found.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 60 },
    );
  },
  PATIENCE_MS,
);

/** Every single fault is survived: no failure is told at all. */
describe.each(['small', 'large'] as const)('a %s file', (size) => {
  const single = [
    { kind: 'refuse', status: 503 },
    { kind: 'refuse', status: 429, retryAfter: '2.5' },
    { kind: 'refuse', status: 504, html: true },
    { kind: 'lie', status: 504, html: true },
    { kind: 'drop', when: 'before' },
    { kind: 'drop', when: 'after' },
    { kind: 'damage', how: 'cut' },
    { kind: 'damage', how: 'html' },
    { kind: 'end-sessions' },
    { kind: 'void-tokens' },
  ] as const;

  it.each(single)('arrives in one go in spite of %j at any step', async (act) => {
    const steps =
      size === 'small'
        ? (['find', 'put-content'] as const)
        : (['find', 'create-session', 'range', 'last-range'] as const);
    for (const operation of steps) {
      await simulator.reset();
      await simulator.makeFolder(place);
      await simulator.inject({ operation, action: act });
      // An open session whose URL was lost with its answer has to expire first.
      const blocked = operation === 'create-session' && ['lie', 'damage'].includes(act.kind);
      const lost = operation === 'create-session' && act.kind === 'drop' && act.when === 'after';
      const settings = {
        brokenRange: 'discard',
        invisibleReads: 0,
        hashMissingReads: 0,
        nextRanges: 'open',
      } as const;
      const given = { faults: [], settings, killAfter: undefined, size };
      const ended = await run(new InMemorySessionStore(), given, 2);
      if (blocked || lost) expect(ended).toMatchObject({ code: 'DELIVERY.UPLOAD_IN_PROGRESS' });
      else expect([operation, ended]).toEqual([operation, 'delivered']);
      if (ended === 'delivered') expect(await files()).toEqual([`${place}/${fileName}`]);
    }
  });
});
