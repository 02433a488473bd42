import { issuedReports, runSlots } from '../support/issued-reports';
import type { IssuedReport } from '../support/issued-reports';
import { authorisationFileName, DCC } from '../support/scenario-files';
import type { ScenarioParty } from '../support/scenario-files';
import { ScenarioWorld } from '../support/scenario-world';

/**
 * Every combination of fuel, suppliers and authorisation, told by S1MIG-001 and by S1MIG-003 to each recipient, against
 * a table of what each may see (MRR 2.1; R6, R9, R11; fine print 17, 18).
 */
const FUELS = ['both', 'electricity', 'gas'] as const;
const SUPPLIERS = [
  'one User ID',
  'two User IDs of one Party',
  'two Parties',
  'unknown gas supplier',
] as const;
/** Affiliated: the two Parties share a group. Who submitted the authorisation that the common file names, and of what. */
const AUTHORISATIONS = [
  'not affiliated',
  'affiliated, none',
  'affiliated, by the electricity supplier',
  'affiliated, by the gas supplier',
  'affiliated, by the DCC',
  'affiliated, of another MPRN',
  'affiliated, named by the gas meter',
] as const;

type Fuel = (typeof FUELS)[number];
type Suppliers = (typeof SUPPLIERS)[number];
type Authorisation = (typeof AUTHORISATIONS)[number];
type Seen = 'whole' | 'electricity' | 'gas' | 'nothing';

interface Case {
  readonly fuel: Fuel;
  readonly suppliers: Suppliers;
  readonly authorisation: Authorisation;
}

/** What electricity supplier and gas supplier see of an installation with both meters; and whether it counts as split. */
const BOTH_FUELS: Readonly<Record<Suppliers, readonly [electricity: Seen, gas: Seen, split: '0' | '1']>> = {
  'one User ID': ['whole', 'whole', '0'],
  'two User IDs of one Party': ['whole', 'whole', '0'],
  'two Parties': ['electricity', 'gas', '1'],
  'unknown gas supplier': ['electricity', 'nothing', '1'],
};
/** The affiliate that submitted the authorisation of both meters sees all, the other nothing. */
const TWO_AFFILIATES: Partial<Record<Authorisation, readonly [electricity: Seen, gas: Seen]>> = {
  'affiliated, by the electricity supplier': ['whole', 'nothing'],
  'affiliated, by the gas supplier': ['nothing', 'whole'],
  'affiliated, named by the gas meter': ['whole', 'nothing'],
};

const CASES = FUELS.flatMap((fuel) =>
  SUPPLIERS.flatMap((suppliers) =>
    AUTHORISATIONS.map((authorisation): Case => ({ fuel, suppliers, authorisation })),
  ),
);

const COMMON_FILE_AT = new Date('2020-03-02T01:00:00Z');
const COMMENCED_AT = new Date('2020-03-02T02:00:00Z');
const CONCLUDED_AT = new Date('2020-03-03T02:00:00Z');
const SLOTS = [
  { reportId: 'S1MIG-003' as const, slotTime: new Date('2020-03-03T05:00:00Z') },
  { reportId: 'S1MIG-001' as const, slotTime: new Date('2020-03-03T06:00:00Z') },
];

/** The parties and the installation of one case; every case has its own. */
interface Scene extends Case {
  readonly electricitySupplier: string;
  readonly gasSupplier: string;
  readonly dno: string;
  readonly chfId: string;
  readonly mpan: string;
  readonly mprn: string;
}

describe('what a recipient sees', () => {
  let world: ScenarioWorld;
  const scenes: Scene[] = [];
  let reports: IssuedReport[] = [];

  beforeAll(async () => {
    world = await ScenarioWorld.open();
    scenes.push(...CASES.map((one, index) => sceneOf(world, one, index)));
    await world.adopt([...scenes.flatMap(suppliersOf), dnoOf(scenes)]);
    for (const [index, scene] of scenes.entries()) await submit(world, scene, index);
    await migrate(world, scenes);
    const suppliers = scenes.flatMap((scene) => suppliersOf(scene).map(({ userId }) => userId));
    const recipients = [...suppliers, dnoOf(scenes).userId];
    await runSlots(
      world.pipeline,
      recipients.flatMap((recipientId) => SLOTS.map((slot) => ({ ...slot, recipientId }))),
    );
    reports = await issuedReports(world.pipeline);
  });

  afterAll(() => world.close());

  it.each(CASES.map((one, index) => [`${one.fuel}; ${one.suppliers}; ${one.authorisation}`, index] as const))(
    '%s',
    (_, index) => {
      const scene = scenes[index];
      if (!scene) throw new TypeError('No such case');
      const split = isSplit(scene) ? '1' : '0';
      const told = (recipient: string): string[] =>
        reports
          .filter(({ recipientId }) => recipientId === recipient)
          .flatMap(({ reportId, rows }) =>
            rows.filter((row) => row[8] === scene.chfId).map((row) => `${reportId} ${describeRow(row)}`),
          )
          .toSorted();
      const owed = (seen: Seen): string[] =>
        seen === 'nothing'
          ? []
          : ['S1MIG-001', 'S1MIG-003'].map((reportId) => `${reportId} ${describeSeen(scene, seen, split)}`);
      const [electricity, gas] = seenBy(scene);
      expect(told(scene.electricitySupplier)).toEqual(owed(electricity));
      if (scene.gasSupplier !== scene.electricitySupplier) expect(told(scene.gasSupplier)).toEqual(owed(gas));
      expect(told(scene.dno)).toEqual(owed(scene.fuel === 'gas' ? 'nothing' : 'whole'));
    },
  );
});

function seenBy({ fuel, suppliers, authorisation }: Case): readonly [electricity: Seen, gas: Seen] {
  if (fuel === 'electricity') return ['whole', 'nothing'];
  if (fuel === 'gas') {
    if (suppliers === 'one User ID') return ['whole', 'whole'];
    return ['nothing', suppliers === 'unknown gas supplier' ? 'nothing' : 'whole'];
  }
  const ofAffiliates = suppliers === 'two Parties' ? TWO_AFFILIATES[authorisation] : undefined;
  const [electricity, gas] = BOTH_FUELS[suppliers];
  return ofAffiliates ?? [electricity, gas];
}

function isSplit({ fuel, suppliers }: Case): boolean {
  return fuel === 'both' && BOTH_FUELS[suppliers][2] === '1';
}

/** Columns 10 to 17 and whether ESME (five fields from 29) and GSME (from 34) are there. */
function describeRow(row: readonly string[]): string {
  const device = (first: number): string => {
    const fields = row.slice(first - 1, first + 4);
    return fields.every((field) => field === '')
      ? 'none'
      : fields.every((field) => field !== '')
        ? 'all'
        : 'some';
  };
  return [...row.slice(9, 17), `ESME ${device(29)}`, `GSME ${device(34)}`].join(' | ');
}

function describeSeen(scene: Scene, seen: Seen, split: string): string {
  const electricity = scene.fuel !== 'gas' && seen !== 'gas';
  const gas = scene.fuel !== 'electricity' && seen !== 'electricity';
  return [
    split,
    ...(electricity ? [scene.mpan, scene.electricitySupplier, '10', '1'] : ['', '', '', '']),
    ...(gas ? [scene.mprn, scene.gasSupplier, '0'] : ['', '', '']),
    // The devices of the test do not depend on the fuel: only masking empties them, and only in a split installation.
    `ESME ${seen === 'gas' ? 'none' : 'all'}`,
    `GSME ${seen === 'electricity' ? 'none' : 'all'}`,
  ].join(' | ');
}

function sceneOf(world: ScenarioWorld, one: Case, index: number): Scene {
  const electricitySupplier = world.newSupplier();
  return {
    ...one,
    electricitySupplier,
    gasSupplier: one.suppliers === 'one User ID' ? electricitySupplier : world.newSupplier(),
    dno: '70-B3-D5-1F-30-00-B0-01',
    chfId: world.newChf(),
    mpan: `10${String(index).padStart(11, '0')}`,
    mprn: String(1000 + index),
  };
}

function suppliersOf(scene: Scene, index = Number(scene.mprn) - 1000): ScenarioParty[] {
  const isAffiliated = scene.authorisation !== 'not affiliated';
  const party = (letter: string, userId: string): ScenarioParty => ({
    signifier: `${letter}${String(index).padStart(5, '0')}`,
    role: 'SUPPLIER',
    userId,
    ...(isAffiliated ? { affiliateGroup: `Group ${index}` } : {}),
  });
  switch (scene.suppliers) {
    case 'one User ID':
    case 'unknown gas supplier':
      return [party('E', scene.electricitySupplier)];
    case 'two User IDs of one Party':
      return [party('E', scene.electricitySupplier), party('E', scene.gasSupplier)];
    case 'two Parties':
      return [party('E', scene.electricitySupplier), party('G', scene.gasSupplier)];
  }
}

function dnoOf([scene]: readonly Scene[]): ScenarioParty {
  return { signifier: 'DNO001', role: 'DNO', userId: scene?.dno ?? '', distributorIds: ['10'] };
}

/** Where the authorisation of a case comes from; null: the common file names none. */
function submission(scene: Scene, index: number): { submitter: string; createdAt: Date } | null {
  if (scene.authorisation === 'not affiliated' || scene.authorisation === 'affiliated, none') return null;
  const submitter =
    scene.authorisation === 'affiliated, by the DCC'
      ? DCC
      : scene.authorisation === 'affiliated, by the gas supplier'
        ? scene.gasSupplier
        : scene.electricitySupplier;
  return { submitter, createdAt: new Date(Date.parse('2020-02-24T09:00:00Z') + index * 1000) };
}

async function submit(world: ScenarioWorld, scene: Scene, index: number): Promise<void> {
  const source = submission(scene, index);
  if (!source) return;
  const mprn = scene.authorisation === 'affiliated, of another MPRN' ? '999999' : scene.mprn;
  const record = { supplier: source.submitter === DCC ? scene.electricitySupplier : source.submitter, mprn };
  const monday = new Date('2020-03-02T00:00:00Z');
  await world.pipeline.load(
    world.files.authorisations(source.submitter, source.createdAt, monday, [{ ...record, mpan: scene.mpan }]),
  );
}

async function migrate(world: ScenarioWorld, scenes: readonly Scene[]): Promise<void> {
  const counter = world.newCommonFile();
  const chfIds = scenes.map(({ chfId }) => chfId);
  const installations = scenes.map((scene, index) => {
    const source = submission(scene, index);
    const named = source && {
      authorisation: { fileName: authorisationFileName(source.submitter, source.createdAt), record: 1 },
    };
    const isNamedByGas = scene.authorisation === 'affiliated, named by the gas meter';
    const electricity = { mpxn: scene.mpan, supplier: scene.electricitySupplier, isActive: true };
    const gas = { mpxn: scene.mprn, supplier: scene.gasSupplier, isActive: false };
    return {
      chfId: scene.chfId,
      hasMeters: true,
      electricity: scene.fuel === 'gas' ? undefined : { ...electricity, ...(isNamedByGas ? {} : named) },
      gas: scene.fuel === 'electricity' ? undefined : { ...gas, ...(isNamedByGas ? named : {}) },
    };
  });
  const { files, pipeline } = world;
  await pipeline.load(files.commonFile(counter, COMMON_FILE_AT, installations));
  await pipeline.load(files.group(counter, COMMENCED_AT, chfIds));
  await pipeline.load(files.s1spOutcome(counter, CONCLUDED_AT, chfIds, 'SUCCESS'));
}
