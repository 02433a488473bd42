import { randomBytes } from 'node:crypto';
import { RunningSimulator, type Fault } from '@app/testing';
import * as fc from 'fast-check';
import { DistributionRig, graphVariables } from './distribution-rig';

const MIB = 2 ** 20;
const SESSION_LIFETIME_MS = 16 * 60_000;
const PATIENCE_MS = 240_000;
/** One request in this many is the most that two deliveries take when nothing happens. */
const MOST_REQUESTS = 12;

const when = fc.constantFrom('before' as const, 'after' as const);
/** A process that dies while its n-th request is on its way, which has been carried out or not; before, it met a fault. */
const life = fc.record({
  dies: fc.record({ at: fc.integer({ min: 0, max: MOST_REQUESTS }), when }),
  fault: fc.option(fc.record({ at: fc.nat(4), when }), { nil: undefined }),
});
const LIVES = fc.sample(fc.array(life, { minLength: 2, maxLength: 3 }), { seed: 20_200_309, numRuns: 4 });

let simulator: RunningSimulator;
let rig: DistributionRig;

beforeAll(async () => {
  [simulator, rig] = await Promise.all([RunningSimulator.start(), DistributionRig.open()]);
}, PATIENCE_MS);
afterAll(async () => {
  await rig.close();
  await simulator.stop();
});

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

describe('a distribution process that is killed in the midst of its requests', () => {
  it.each(LIVES.map((lives) => ({ lives })))(
    'delivers each file once in the end: $lives',
    async ({ lives }) => {
      await rig.kill(); // what a test before may have left
      await simulator.reset();
      await rig.clear();
      for (const { folder, fileName, content } of FILES) {
        await simulator.makeFolder(folder);
        await rig.issue(folder, fileName, content);
      }
      for (const { dies, fault } of lives) await liveAndDie(dies, fault);
      await simulator.clearFaults();
      await rig.start(graphVariables(simulator));
      await rig.until('all are delivered', async () => (await rig.delivered()) === FILES.length);
      await rig.kill();
      const { items } = await simulator.state();
      const places = FILES.map(({ folder, fileName }) => `${folder}/${fileName}`);
      const files = items.filter(({ isFolder }) => !isFolder);
      expect(files.map(({ path }) => path).toSorted()).toEqual(places);
      expect(files.map(({ contentVersion }) => contentVersion)).toEqual([1, 1]);
      for (const { folder, fileName, content } of FILES) {
        expect((await simulator.content(`${folder}/${fileName}`))?.equals(content)).toBe(true);
      }
    },
    PATIENCE_MS,
  );
});

type Life = (typeof LIVES)[number][number];

async function liveAndDie({ at, when: hangs }: Life['dies'], fault: Life['fault']): Promise<void> {
  const before = (await simulator.journal()).length;
  await simulator.clearFaults();
  const faults: Fault[] = [{ after: at, action: { kind: 'hang', when: hangs } }];
  if (fault && fault.at < at) faults.push({ after: fault.at, action: { kind: 'drop', when: fault.when } });
  for (const one of faults) await simulator.inject(one);
  await rig.start(graphVariables(simulator));
  const isReached = async () =>
    (await simulator.journal()).length > before + at || (await rig.delivered()) === FILES.length;
  await rig.until('the request at which it dies', isReached);
  await rig.kill();
  // An upload session whose URL died with the process blocks the name until it has expired.
  await simulator.moveClock({ advanceMs: SESSION_LIFETIME_MS });
}
