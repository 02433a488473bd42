import { runSlots } from '../support/issued-reports';
import { ScenarioWorld } from '../support/scenario-world';
import type { InputFile } from '../support/in-process-pipeline';

const COMMON_FILE_AT = new Date('2020-03-02T01:00:00Z');
const VALIDATED_AT = new Date('2020-03-02T01:30:00Z');
const COMMENCED_AT = new Date('2020-03-02T02:00:00Z');
const COMMISSIONED_AT = new Date('2020-03-02T20:00:00Z');
const CONCLUDED_AT = new Date('2020-03-03T04:00:00Z');

/** The files of one installation in the order of their creation. */
const KINDS = ['MCF', 'MCVF', 'MGF', 'S1SPCF', 'COF'] as const;

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) =>
    permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]),
  );
}

describe('the files of one installation', () => {
  let world: ScenarioWorld;
  beforeAll(async () => {
    world = await ScenarioWorld.open();
  });
  afterAll(() => world.close());

  function filesOf(
    counter: number,
    chfId: string,
    supplier: string,
  ): Record<(typeof KINDS)[number], InputFile> {
    const { files } = world;
    const gas = { mpxn: '1000', supplier };
    return {
      MCF: files.commonFile(counter, COMMON_FILE_AT, [{ chfId, gas, isCommissionedByDcc: true }]),
      MCVF: files.validation(counter, VALIDATED_AT, [chfId], true),
      MGF: files.group(counter, COMMENCED_AT, [chfId]),
      S1SPCF: files.s1spOutcome(counter, COMMISSIONED_AT, [chfId], 'SUCCESS'),
      COF: files.commissioningOutcome(counter, CONCLUDED_AT, [chfId], 'SUCCESS'),
    };
  }

  it('say the same in each of the 120 orders of arrival', async () => {
    const orders = permutations(KINDS);
    expect(orders).toHaveLength(120);
    const suppliers = await world.adoptSuppliers(orders.length);
    const loads = orders.map(async (order, index) => {
      const files = filesOf(world.newCommonFile(), world.newChf(), suppliers[index] ?? '');
      for (const kind of order) {
        expect(await world.pipeline.load(files[kind])).toMatchObject({ kind: 'accepted', setAside: 0 });
      }
    });
    await Promise.all(loads);
    const at = (text: string): Date => new Date(`2020-03-${text}:00:00Z`);
    const reports = await runSlots(
      world.pipeline,
      suppliers.flatMap((recipientId) => [
        { reportId: 'S1MIG-003' as const, recipientId, slotTime: at('03T05') },
        { reportId: 'S1MIG-001' as const, recipientId, slotTime: at('03T06') },
        { reportId: 'S1MIG-002' as const, recipientId, slotTime: at('03T06') },
      ]),
    );
    const told = suppliers.map((supplier) =>
      reports
        .filter(({ recipientId }) => recipientId === supplier)
        .map(({ reportId, rows }) =>
          rows.map((row) => [reportId, row[2], row[5], row[9], row[14], ...row.slice(53)].join(' ')),
        ),
    );
    const expected = [
      ['S1MIG-003 20200302T200000 AA 0 1000 Commissioning Pending 20200302T200000'],
      ['S1MIG-001 20200302T200000 AA 0 1000 20200303T040000'],
    ];
    told.forEach((rows, index) => expect([orders[index], rows]).toEqual([orders[index], expected]));
  });

  it('do not commence in any order when the validation says no', async () => {
    const orders = permutations(['MCF', 'MCVF', 'MGF'] as const);
    const suppliers = await world.adoptSuppliers(orders.length);
    for (const [index, order] of orders.entries()) {
      const counter = world.newCommonFile();
      const chfId = world.newChf();
      const files = {
        ...filesOf(counter, chfId, suppliers[index] ?? ''),
        MCVF: world.files.validation(counter, VALIDATED_AT, [chfId], false),
      };
      for (const kind of order) await world.pipeline.load(files[kind]);
    }
    const slotTime = new Date('2020-03-03T05:00:00Z');
    const reports = await runSlots(
      world.pipeline,
      suppliers.map((recipientId) => ({ reportId: 'S1MIG-003', recipientId, slotTime })),
    );
    expect(reports).toEqual([]);
  });
});
