import fc from 'fast-check';
import type { ReportId } from '@app/mrr';
import { runSlots } from '../support/issued-reports';
import type { IssuedReport } from '../support/issued-reports';
import { ScenarioWorld } from '../support/scenario-world';

const SECOND_MS = 1000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Mondays, with a leap day, a month and a year that end inside the four weeks before them. */
const MONDAYS = ['2020-03-02', '2020-03-09', '2020-03-30', '2021-01-04'].map((day) =>
  Date.parse(`${day}T00:00:00Z`),
);
const BORDER_SECONDS = [-1, 0, 1];

const dayText = (instant: number): string => new Date(instant).toISOString().slice(0, 10).replaceAll('-', '');

interface Timeline {
  /** Midnight of the week, and seconds from it. */
  readonly commencesOn: number;
  readonly commencesAfter: number;
  /** Days from that midnight to the one near which it concludes; null: it does not. */
  readonly concludesOn: number | null;
  readonly concludesAfter: number;
  readonly succeeds: boolean;
}

const timelines = fc.array(
  fc.record<Timeline>({
    commencesOn: fc.integer({ min: 0, max: 3 }),
    commencesAfter: fc.constantFrom(...BORDER_SECONDS),
    concludesOn: fc.constantFrom(null, 1, 1, 2, 3),
    concludesAfter: fc.constantFrom(...BORDER_SECONDS),
    succeeds: fc.boolean(),
  }),
  { minLength: 1, maxLength: 8 },
);

describe('days, weeks and windows begin and end to the second', () => {
  let world: ScenarioWorld;

  beforeAll(async () => {
    world = await ScenarioWorld.open();
    // R14: the reports of weeks begin with an accepted authorisation for an active meter.
    const [supplier = ''] = await world.adoptSuppliers(1);
    const early = new Date('2019-12-02T09:00:00Z');
    await world.pipeline.load(
      world.files.authorisations(supplier, early, early, [{ supplier, mpan: '1000000000000' }]),
    );
  });

  afterAll(() => world.close());

  /** Each timeline for a supplier of its own; returns the reports of each. */
  async function attemptsOf(
    cases: readonly { commencedAt: number; concludedAt: number | null; succeeds: boolean }[],
    slots: readonly { reportId: ReportId; slotTime: number }[],
  ): Promise<IssuedReport[][]> {
    const suppliers = await world.adoptSuppliers(cases.length);
    await world.attempt(
      cases.map(({ commencedAt, concludedAt, succeeds }, index) => ({
        supplier: suppliers[index] ?? '',
        chfId: world.newChf(),
        commencedAt: new Date(commencedAt),
        conclusion:
          concludedAt === null
            ? undefined
            : { at: new Date(concludedAt), verdict: succeeds ? 'SUCCESS' : 'FAILURE' },
      })),
    );
    const reports = await runSlots(
      world.pipeline,
      suppliers.flatMap((recipientId) =>
        slots.map(({ reportId, slotTime }) => ({ reportId, recipientId, slotTime: new Date(slotTime) })),
      ),
    );
    return suppliers.map((supplier) => reports.filter(({ recipientId }) => recipientId === supplier));
  }

  it('midnight, in the flows of S1MIG-005 and the stock of S1MIG-003', async () => {
    const firstMidnight = MONDAYS[1] ?? 0;
    const days = [-1, 0, 1, 2, 3, 4, 5, 6].map((day) => firstMidnight + day * DAY_MS);
    const check = async (cases: readonly Timeline[]): Promise<void> => {
      const attempts = cases.map((one) => {
        const midnight = firstMidnight + one.commencesOn * DAY_MS;
        const concluded =
          one.concludesOn === null
            ? null
            : midnight + one.concludesOn * DAY_MS + one.concludesAfter * SECOND_MS;
        return {
          commencedAt: midnight + one.commencesAfter * SECOND_MS,
          concludedAt: concluded,
          succeeds: one.succeeds,
        };
      });
      const reports = await attemptsOf(
        attempts,
        days.flatMap((day) => [
          { reportId: 'S1MIG-003' as const, slotTime: day + 29 * HOUR_MS },
          { reportId: 'S1MIG-005' as const, slotTime: day + 30 * HOUR_MS },
        ]),
      );
      attempts.forEach((attempt, index) => {
        const told = (reports[index] ?? []).map(({ reportId, header, rows }) =>
          reportId === 'S1MIG-003'
            ? `stock ${header[6]} ${rows.length}`
            : `flow ${header[6]} ${rows.map((row) => row.slice(4).join(' ')).join(';')}`,
        );
        expect(told.toSorted()).toEqual(days.flatMap((day) => expectedOfDay(day, attempt)).toSorted());
      });
    };
    await fc.assert(fc.asyncProperty(timelines, check), { numRuns: 5 });
  });

  it('the 28 days of S1MIG-004, as at their last second', async () => {
    const windows = fc.array(
      fc.record({
        commencesAtEnd: fc.boolean(),
        commencesAfter: fc.constantFrom(...BORDER_SECONDS),
        concludesAfter: fc.constantFrom(null, ...BORDER_SECONDS),
        succeeds: fc.boolean(),
      }),
      { minLength: 1, maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...MONDAYS), windows, async (monday, cases) => {
        const attempts = cases.map(({ commencesAtEnd, commencesAfter, concludesAfter, succeeds }) => ({
          commencedAt: monday - (commencesAtEnd ? 0 : 28 * DAY_MS) + commencesAfter * SECOND_MS,
          concludedAt: concludesAfter === null ? null : monday + concludesAfter * SECOND_MS,
          succeeds,
        }));
        const reports = await attemptsOf(attempts, [
          { reportId: 'S1MIG-004', slotTime: monday + 6 * HOUR_MS },
        ]);
        attempts.forEach(({ commencedAt, concludedAt, succeeds }, index) => {
          const isInside = commencedAt >= monday - 28 * DAY_MS && commencedAt < monday;
          const isConcluded = concludedAt !== null && concludedAt < monday;
          const expected = [
            dayText(commencedAt),
            '1',
            isConcluded && succeeds ? '1' : '0',
            isConcluded && !succeeds ? '1' : '0',
            isConcluded ? '0' : '1',
          ];
          const told = (reports[index] ?? []).flatMap(({ rows }) => rows.map((row) => row.slice(4, 9)));
          expect(told).toEqual(isInside ? [expected] : []);
        });
      }),
      { numRuns: 6 },
    );
  });

  it('Monday, in S1MIG-007', async () => {
    const weeks = fc.array(fc.record({ isAtEnd: fc.boolean(), after: fc.constantFrom(...BORDER_SECONDS) }), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...MONDAYS), weeks, async (monday, cases) => {
        const attempts = cases.map(({ isAtEnd, after }) => ({
          commencedAt: monday - (isAtEnd ? 0 : 7 * DAY_MS) + after * SECOND_MS,
          concludedAt: null,
          succeeds: false,
        }));
        const reports = await attemptsOf(attempts, [
          { reportId: 'S1MIG-007', slotTime: monday + 6 * HOUR_MS },
        ]);
        attempts.forEach(({ commencedAt }, index) => {
          const isInside = commencedAt >= monday - 7 * DAY_MS && commencedAt < monday;
          const told = (reports[index] ?? []).map(({ header, rows }) => [
            header[6],
            ...rows.map((row) => row.slice(2).join(' ')),
          ]);
          expect(told).toEqual(
            isInside ? [[dayText(monday - 7 * DAY_MS), `${dayText(commencedAt)} 0 1`]] : [],
          );
        });
      }),
      { numRuns: 6 },
    );
  });
});

/** What S1MIG-003 and 005 about one day say of one attempt, reckoned by the names of days alone. */
function expectedOfDay(
  day: number,
  {
    commencedAt,
    concludedAt,
    succeeds,
  }: { commencedAt: number; concludedAt: number | null; succeeds: boolean },
): string[] {
  const name = dayText(day);
  const commenced = dayText(commencedAt);
  const concluded = concludedAt === null ? '99999999' : dayText(concludedAt);
  const isStock = commenced <= name && concluded > name;
  const flow = [
    commenced === name,
    concluded === name && succeeds,
    concluded === name && !succeeds,
    isStock,
  ].map((counts) => (counts ? '1' : '0'));
  return [
    ...(isStock ? [`stock ${name}T235959 1`] : []),
    ...(flow.slice(0, 3).includes('1') ? [`flow ${name} ${flow.join(' ')}`] : []),
  ];
}
