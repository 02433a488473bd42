import fc from 'fast-check';
import { runSlots } from '../support/issued-reports';
import type { IssuedReport } from '../support/issued-reports';
import type { ScenarioAuthorisation } from '../support/scenario-files';
import { ScenarioWorld } from '../support/scenario-world';

const FIRST_MONDAY = Date.parse('2020-03-02T00:00:00Z');
const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;

type Quantity = readonly [total: number, ofThemWithPriority: number];
/** Totals of which some share ends in exactly one half of a percent: eighths, fortieths, two hundredths. */
const quantity = fc
  .constantFrom(0, 1, 3, 7, 8, 40, 200)
  .chain((total) => fc.integer({ min: 0, max: total }).map((part): Quantity => [total, part]));
const suppliersOfAWeek = fc.array(fc.record({ active: quantity, dormant: quantity }), {
  minLength: 1,
  maxLength: 4,
});
type Totals = { readonly active: Quantity; readonly dormant: Quantity };

/** Half up, in whole numbers only; empty where the divisor is zero. */
function percentage(part: number, whole: number): string {
  return whole === 0 ? '' : String(Math.floor((200 * part + whole) / (2 * whole)));
}

function columnsOf({ active, dormant }: Totals): string[] {
  return [
    ...[...active, ...dormant].map(String),
    percentage(active[1], active[0]),
    percentage(dormant[1], dormant[0]),
    percentage(active[1] + dormant[1], active[0] + dormant[0]),
  ];
}

describe('percentages of S1MIG-009 are rounded half up', () => {
  let world: ScenarioWorld;
  let week = FIRST_MONDAY;
  beforeAll(async () => {
    world = await ScenarioWorld.open();
  });
  afterAll(() => world.close());

  /** One authorisation file per supplier, accepted in the last or first second of the week. */
  async function reportsOf(totals: readonly Totals[], atEnd: boolean): Promise<IssuedReport[]> {
    week += WEEK_MS; // a week that no other run has
    const suppliers = await world.adoptSuppliers(totals.length);
    for (const [index, { active, dormant }] of totals.entries()) {
      const supplier = suppliers[index] ?? '';
      const records = [...recordsOf(supplier, active, true), ...recordsOf(supplier, dormant, false)];
      if (records.length === 0) continue;
      const createdAt = new Date(week - 24 * HOUR_MS + index * 1000);
      const file = world.files.authorisations(supplier, createdAt, new Date(week), records);
      await world.pipeline.load(file);
      const respondedAt = new Date(atEnd ? week + WEEK_MS - 1000 : week);
      await world.pipeline.load(
        world.files.responses(
          file,
          1,
          respondedAt,
          records.map(() => 'ACCEPTED'),
        ),
      );
    }
    const slotTime = new Date(week + WEEK_MS + 6 * HOUR_MS);
    const reports = await runSlots(
      world.pipeline,
      suppliers.map((recipientId) => ({ reportId: 'S1MIG-009', recipientId, slotTime })),
    );
    return suppliers.flatMap((supplier) => reports.filter(({ recipientId }) => recipientId === supplier));
  }

  it('at one half, too, and empty where nothing divides them', async () => {
    // An active one must have been there before the first of these reports (R14).
    const eighth: Totals = { active: [8, 1], dormant: [0, 0] };
    expect((await reportsOf([eighth], false)).map(({ header }) => header.slice(7))).toEqual([
      ['8', '1', '0', '0', '13', '', '13'],
    ]);
    await fc.assert(
      fc.asyncProperty(suppliersOfAWeek, fc.boolean(), async (totals, atEnd) => {
        const reports = await reportsOf(totals, atEnd);
        const isValidated = totals.some(({ active, dormant }) => active[0] + dormant[0] > 0);
        expect(reports.map(({ header }) => header.slice(7))).toEqual(
          isValidated ? totals.map(columnsOf) : [],
        );
        reports.forEach(({ rows }, own) => {
          const others = totals.filter(
            ({ active, dormant }, index) => index !== own && active[0] + dormant[0] > 0,
          );
          const sizes = rows.map((row) => Number(row[2]) + Number(row[4]));
          expect(sizes).toEqual(sizes.toSorted((one, other) => other - one));
          expect(rows.map((row) => row[1])).toEqual(others.map((_, index) => String(index + 1)));
          expect(rows.map((row) => row.slice(2).join()).toSorted()).toEqual(
            others.map((other) => columnsOf(other).join()).toSorted(),
          );
        });
      }),
      { numRuns: 10 },
    );
  });
});

function recordsOf(
  supplier: string,
  [total, priority]: Quantity,
  isActive: boolean,
): ScenarioAuthorisation[] {
  return Array.from({ length: total }, (_, index) => ({
    supplier,
    mpan: `10${String(index).padStart(11, '0')}`,
    hasPriority: index < priority,
    isActive,
  }));
}
