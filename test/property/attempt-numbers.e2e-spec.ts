import fc from 'fast-check';
import { runSlots } from '../support/issued-reports';
import { ScenarioWorld } from '../support/scenario-world';

const MONDAY = Date.parse('2020-03-30T06:00:00Z');
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** 40 days back is before the window of S1MIG-004, whose attempts count as earlier ones all the same. */
const FIRST = MONDAY - 40 * DAY_MS;

/** Distances of the attempts of one installation from the one before: none, a second, hours, weeks. */
const installations = fc.array(
  fc.array(fc.constantFrom(0, 1, 5 * 3600, 24 * 3600, 6 * 24 * 3600), { minLength: 1, maxLength: 6 }),
  { minLength: 1, maxLength: 4 },
);

describe('attempts 1 to 5 and more (R4, fine print 13)', () => {
  let world: ScenarioWorld;
  beforeAll(async () => {
    world = await ScenarioWorld.open();
  });
  afterAll(() => world.close());

  it('are counted over all history of the installation, in any order of arrival, and of one second alike', async () => {
    await fc.assert(
      fc.asyncProperty(installations, fc.boolean(), async (distances, latestFirst) => {
        const [supplier = ''] = await world.adoptSuppliers(1);
        const attempts = distances.flatMap((steps) => {
          const chfId = world.newChf();
          let at = FIRST;
          return steps.map((seconds) => {
            at += seconds * 1000;
            return { supplier, chfId, commencedAt: new Date(at) };
          });
        });
        // A retry is a record in a new common file (R1).
        for (const attempt of latestFirst ? attempts.toReversed() : attempts) await world.attempt([attempt]);
        const [report] = await runSlots(world.pipeline, [
          { reportId: 'S1MIG-004', recipientId: supplier, slotTime: new Date(MONDAY) },
        ]);
        const expected = new Map<string, number[]>();
        for (const { chfId, commencedAt } of attempts) {
          if (+commencedAt < MONDAY - 28 * DAY_MS - 6 * HOUR_MS) continue;
          const earlier = attempts.filter(
            (other) => other.chfId === chfId && other.commencedAt < commencedAt,
          );
          const day = commencedAt.toISOString().slice(0, 10).replaceAll('-', '');
          const counts = expected.get(day) ?? [0, 0, 0, 0];
          const column = Math.min(earlier.length, 3);
          counts[column] = (counts[column] ?? 0) + 1;
          expected.set(day, counts);
        }
        const told = (report?.rows ?? []).map((row) => [row[4], row.slice(13).map(Number)]);
        expect(told).toEqual([...expected].toSorted(([one], [other]) => (one < other ? -1 : 1)));
      }),
      { numRuns: 12 },
    );
  });
});
