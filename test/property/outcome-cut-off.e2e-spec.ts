import fc from 'fast-check';
import { runSlots } from '../support/issued-reports';
import { ScenarioWorld } from '../support/scenario-world';

const HOUR_MS = 3_600_000;
const FIRST_SLOT = Date.parse('2020-02-28T06:00:00Z');

interface Outcome {
  /** Of the six-hourly slots, from the first on. */
  readonly slot: number;
  /** From the cut-off to the completion. */
  readonly seconds: number;
  readonly succeeds: boolean;
}

const outcomes = fc.array(
  fc.record<Outcome>({
    slot: fc.integer({ min: 0, max: 27 }),
    seconds: fc.constantFrom(-3600, -1, 0, 1, 3600),
    succeeds: fc.boolean(),
  }),
  { minLength: 1, maxLength: 12 },
);

describe('an outcome is told in the first report whose cut-off it meets', () => {
  let world: ScenarioWorld;
  beforeAll(async () => {
    world = await ScenarioWorld.open();
  });
  afterAll(() => world.close());

  /** Each outcome has a supplier of its own, with the slots at and after its cut-off. */
  async function expectToldBy(cases: readonly Outcome[], cutOffHours: number): Promise<void> {
    const suppliers = await world.adoptSuppliers(cases.length);
    const attempts = cases.map(({ slot, seconds, succeeds }, index) => {
      const runAt = FIRST_SLOT + slot * 6 * HOUR_MS;
      const completedAt = new Date(runAt - cutOffHours * HOUR_MS + seconds * 1000);
      return {
        supplier: suppliers[index] ?? '',
        chfId: world.newChf(),
        commencedAt: new Date(+completedAt - 24 * HOUR_MS),
        conclusion: { at: completedAt, verdict: succeeds ? ('SUCCESS' as const) : ('FAILURE' as const) },
        runAt,
      };
    });
    await world.attempt(attempts);
    const wanted = attempts.flatMap(({ supplier, runAt }) =>
      [0, 6, 12].flatMap((hours) =>
        (['S1MIG-001', 'S1MIG-002'] as const).map((reportId) => ({
          reportId,
          recipientId: supplier,
          slotTime: new Date(runAt + hours * HOUR_MS),
        })),
      ),
    );
    const reports = await runSlots(world.pipeline, wanted);
    for (const [index, { seconds, succeeds }] of cases.entries()) {
      const { supplier, chfId, runAt } = attempts[index] ?? { supplier: '', chfId: '', runAt: 0 };
      const told = reports.filter(({ recipientId }) => recipientId === supplier);
      expect(told.map(({ rows }) => rows.map((row) => row[8]))).toEqual([[chfId]]);
      expect(told[0]).toMatchObject({
        reportId: succeeds ? 'S1MIG-001' : 'S1MIG-002',
        slotTime: new Date(runAt + (seconds <= 0 ? 0 : 6 * HOUR_MS)),
      });
    }
  }

  it('R - 1 h, itself included', async () => {
    await fc.assert(
      fc.asyncProperty(outcomes, (cases) => expectToldBy(cases, 1)),
      { numRuns: 6 },
    );
  });

  it('R - 6 h while a received file is not loaded yet, of which nobody knows what it says (R13)', async () => {
    const unloaded = await world.pipeline.receive({ path: 'MCF_later.xml', bytes: Buffer.from('unread') });
    await fc.assert(
      fc.asyncProperty(outcomes, (cases) => expectToldBy(cases, 6)),
      { numRuns: 4 },
    );
    const behind = await world.pipeline.dataSource.query<{ behind: boolean }[]>(
      'SELECT DISTINCT ran_behind AS behind FROM slot WHERE slot_time IS NOT NULL ORDER BY 1',
    );
    expect(behind).toEqual([{ behind: false }, { behind: true }]);
    await world.pipeline.dataSource.query('DELETE FROM source_file WHERE id = $1', [unloaded]);
  });
});
