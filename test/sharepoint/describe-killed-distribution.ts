import { randomBytes } from 'node:crypto';
import { RunningSimulator, type Fault, type FaultAction } from '@app/testing';
import * as fc from 'fast-check';
import { DistributionRig, graphVariables } from './distribution-rig';

const MIB = 2 ** 20;
const SESSION_LIFETIME_MS = 16 * 60_000;
const PATIENCE_MS = 400_000;
/** A process that waits for the end of an open session sends nothing for minutes: it dies while it waits. Counted from its first request. */
const LONGEST_LIFE_MS = 15_000;
/** What two deliveries take when nothing happens. */
const MOST_REQUESTS = 12;

const when = fc.constantFrom('before' as const, 'after' as const);
const retryAfter = fc.constantFrom('0', '0.25', '1');
const action: fc.Arbitrary<FaultAction> = fc.oneof(
  fc.record({ kind: fc.constant('drop' as const), when }),
  fc.record({ kind: fc.constant('refuse' as const), status: fc.constantFrom(429, 503), retryAfter }),
  fc.record({
    kind: fc.constant('lie' as const),
    status: fc.constantFrom(500, 504),
    html: fc.constant(true),
  }),
  fc.constantFrom<FaultAction>({ kind: 'end-sessions' }, { kind: 'void-tokens' }),
);
/** A process that dies while one of its requests is on its way, carried out or not; before, it may meet a fault. */
const life = fc.record({
  diesAt: fc.record({ request: fc.nat(MOST_REQUESTS), when }),
  meets: fc.option(fc.record({ request: fc.nat(4), times: fc.integer({ min: 1, max: 3 }), action }), {
    nil: undefined,
  }),
});
type Life = typeof life extends fc.Arbitrary<infer T> ? T : never;

/** Random, and the same in every run. */
export function livesOf(seed: number, cases: number): Life[][] {
  return fc.sample(fc.array(life, { minLength: 2, maxLength: 3 }), { seed, numRuns: cases });
}

const FILES = [
  {
    folder: 'PXX999 Small',
    fileName: 'S1MIG-007_PXX999_000010_20200309#060000.csv',
    content: randomBytes(900),
  },
  {
    folder: 'PYY888 Large',
    fileName: 'S1MIG-007_PYY888_000011_20200309#060000.csv',
    content: randomBytes(21 * MIB),
  },
];

/** The built app as a process of its own, killed by SIGKILL again and again; the one that lives has to bring it to an end. */
export function describeKilledDistribution(cases: Life[][]): void {
  describe('a distribution process that is killed in the midst of its requests', () => {
    let simulator: RunningSimulator;
    let rig: DistributionRig;

    beforeAll(async () => {
      [simulator, rig] = await Promise.all([RunningSimulator.start(), DistributionRig.open()]);
    }, PATIENCE_MS);
    afterEach(() => rig.kill());
    afterAll(async () => {
      await rig.close();
      await simulator.stop();
    });

    it.each(cases.map((lives) => ({ told: JSON.stringify(lives), lives })))(
      'delivers each file once in the end: $told',
      async ({ lives }) => {
        await simulator.reset();
        await rig.clear();
        for (const { folder, fileName, content } of FILES) {
          await simulator.makeFolder(folder);
          await rig.issue(folder, fileName, content);
        }
        for (const one of lives) await liveAndDie(simulator, rig, one);
        await simulator.clearFaults();
        await rig.start(graphVariables(simulator));
        await rig.until('all are delivered', async () => (await rig.delivered()) === FILES.length);
        await rig.kill();
        await expectDelivered(simulator);
      },
      PATIENCE_MS,
    );
  });
}

async function liveAndDie(
  simulator: RunningSimulator,
  rig: DistributionRig,
  { diesAt, meets }: Life,
): Promise<void> {
  const before = (await simulator.journal()).length;
  const { request, when: hangs } = diesAt;
  const faults: Fault[] = [{ after: request, action: { kind: 'hang', when: hangs } }];
  if (meets && meets.request < request) {
    faults.push({ after: meets.request, times: meets.times, action: meets.action });
  }
  await simulator.clearFaults();
  for (const fault of faults) await simulator.inject(fault);
  await rig.start(graphVariables(simulator));
  let firstSeenAt = Number.POSITIVE_INFINITY;
  const isReached = async () => {
    const sent = (await simulator.journal()).length - before;
    if (sent > 0) firstSeenAt = Math.min(firstSeenAt, Date.now());
    const isOver = (await rig.delivered()) === FILES.length || Date.now() - firstSeenAt > LONGEST_LIFE_MS;
    return sent > request || isOver;
  };
  await rig.until('the request at which it dies', isReached);
  await rig.kill();
  // An upload session whose URL died with the process blocks the name until it has expired.
  await simulator.moveClock({ advanceMs: SESSION_LIFETIME_MS });
}

async function expectDelivered(simulator: RunningSimulator): Promise<void> {
  const { items } = await simulator.state();
  const files = items.filter(({ isFolder }) => !isFolder);
  expect(files.map(({ path }) => path).toSorted()).toEqual(
    FILES.map(({ folder, fileName }) => `${folder}/${fileName}`),
  );
  expect(files.map(({ contentVersion }) => contentVersion)).toEqual([1, 1]);
  for (const { folder, fileName, content } of FILES) {
    expect((await simulator.content(`${folder}/${fileName}`))?.equals(content)).toBe(true);
  }
}
