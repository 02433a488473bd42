import { DAY, Instant, WEEK, dayText, instantText } from '../instants';
import { Pile } from './pile';

export function supplierId(number: number): string {
  return `70-B3-D5-1F-30-00-A0-${hex(number)}`;
}

function dnoId(number: number): string {
  return `70-B3-D5-1F-30-00-B0-${hex(number)}`;
}

export function serviceId(letter: 'C' | 'D' | 'E', number: number): string {
  return `70-B3-D5-1F-30-00-${letter}0-${hex(number)}`;
}

export function chfId(number: number): string {
  return `90-B3-D5-1F-30-${hex(number >> 8)}-${hex(number & 255)}-A0`;
}

function hex(number: number): string {
  return number.toString(16).toUpperCase().padStart(2, '0');
}

export const DCC = '70-B3-D5-1F-30-00-00-01';
export const SMSOS = ['CGI', 'DXC', 'T1L', '0A9'];

const PLAIN = supplierId(0xa1);
const TWIN_ONE = supplierId(0xb1);
const TWIN_TWO = supplierId(0xb2);
const ALPHA_ONE = supplierId(0xc1);
const ALPHA_TWO = supplierId(0xc2);
const LATE = supplierId(0xd1);
const ENDING = supplierId(0xd2);
const NOT_YET = supplierId(0xd3);
const QUIET = supplierId(0xe1);
const HYBRID = supplierId(0xe2);
const BETA_ONE = supplierId(0xf1);
const BETA_TWO = supplierId(0xf2);
/** known, but not as a supplier */
const ONLY_SERVICE = serviceId('C', 1);
/** only in older snapshots; its row in the ruling one is set aside */
const GONE = supplierId(0xf8);
const SET_ASIDE = supplierId(0xf9);
const UNKNOWN = supplierId(0xfa);

export const SUPPLIERS = [
  [PLAIN, PLAIN, TWIN_ONE, TWIN_TWO, ALPHA_ONE, ALPHA_TWO, LATE, ENDING, NOT_YET],
  [HYBRID, BETA_ONE, BETA_TWO, ONLY_SERVICE, GONE, SET_ASIDE, UNKNOWN],
].flat();
export const COMMITTED = [PLAIN, TWIN_ONE, ALPHA_ONE, LATE, ENDING, QUIET, HYBRID, UNKNOWN];
export const AFFILIATES: [string, string][] = [
  [ALPHA_ONE, ALPHA_TWO],
  [ALPHA_TWO, ALPHA_ONE],
  [BETA_ONE, BETA_TWO],
  [BETA_ONE, ALPHA_ONE], // different groups
];
export const ONE_PARTY: [string, string] = [TWIN_ONE, TWIN_TWO];
/** 15 belongs to a DNO that is set aside, 98 to nobody */
export const DISTRIBUTORS = ['10', '11', '12', '13', '14', '15', '20', '98'];

/** The time in which the files speak, and the slots that are asked for. */
export interface Calendar {
  /** first Monday of the period */
  monday: Instant;
  weeks: number;
  from: Instant;
  to: Instant;
  /** all active MA files are created at or after it (R14) */
  firstActive: Instant;
}

type Row = [
  signifier: string,
  name: string,
  role: string,
  id: string,
  distributors?: string,
  ...rest: string[],
];

/** Columns after DistributorIDs: SMSO, affiliate group, folder, from, to. */
function rulingRows(calendar: Calendar): Row[] {
  const middle = calendar.monday + Math.floor(calendar.weeks / 2) * WEEK + 3 * DAY;
  const afterAll = dayText(calendar.to + 2 * DAY);
  return [
    ['SUP001', 'Edge, Power & "Gas"', 'SUPPLIER', PLAIN],
    ['SUP002', 'Twin: One/Two? ', 'SUPPLIER', TWIN_ONE],
    ['SUP002', 'Twin: One/Two? ', 'SUPPLIER', TWIN_TWO, '', '', '', 'Twin explicit'],
    ['SUP003', 'Alpha Electric', 'SUPPLIER', ALPHA_ONE, '', '', 'Alpha', 'Shared folder'],
    ['SUP004', 'Alpha Gas.. .', 'SUPPLIER', ALPHA_TWO, '', '', 'Alpha', 'Shared folder'],
    ['SUP005', 'Late *Starter*', 'SUPPLIER', LATE, '', '', '', '', dayText(middle)],
    ['SUP006', 'Ends | Early', 'SUPPLIER', ENDING, '', '', '', '', '20200101', dayText(middle)],
    ['SUP007', 'Not yet', 'SUPPLIER', NOT_YET, '', '', '', '', afterAll],
    ['000008', 'x'.repeat(100), 'SUPPLIER', QUIET],
    ['SUP009', 'Hybrid Énergie 😀', 'SUPPLIER', HYBRID, '', '', 'alpha'],
    ['SUP009', 'Hybrid Énergie 😀', 'DNO', dnoId(9), '14', '', '', 'Other folder of one Party'],
    ['SUP010', 'Beta <1>\\', 'SUPPLIER', BETA_ONE, '', '', 'Beta, "Group"'],
    ['SUP011', 'Beta 2', 'SUPPLIER', BETA_TWO, '', '', 'Beta, "Group"'],
    ['DNO001', 'Network 1', 'DNO', dnoId(1), '10 16'],
    ['DNO002', 'Network 2', 'DNO', dnoId(2), '11'],
    ['DNO002', 'Network 2', 'DNO', dnoId(3), '12', '', '', '', '', dayText(middle + DAY)],
    ['DNO003', 'Network 3', 'DNO', dnoId(4), '13', '', '', '', dayText(middle)],
    ['DNO005', 'Network 5', 'DNO', dnoId(6), '20'],
    ['DCC001', 'The DCC', 'DCC', DCC],
    ['SVC001', 'S1SP one', 'S1SP', ONLY_SERVICE],
    ['SVC001', 'S1SP one', 'COMMISSIONING_PARTY', ONLY_SERVICE],
    ['SVC002', 'Requesting', 'REQUESTING_PARTY', serviceId('D', 1)],
    ['SMS001', 'Operator', 'SMSO', serviceId('D', 0xf1), '', 'CGI'],
  ];
}

/** Rows that break a rule; each would change the reports if it loaded. Those marked `after` must follow the good rows. */
function badRows(): { row: Row; after: boolean }[] {
  return [
    { row: ['SUP099', '=cmd', 'SUPPLIER', SET_ASIDE], after: false },
    { row: ['SUP099', 'n'.repeat(101), 'SUPPLIER', SET_ASIDE], after: false },
    { row: ['SUP099', 'Forbidden', 'SUPPLIER', SET_ASIDE, '', '', '', 'a:b'], after: false },
    { row: ['SUP099', 'Dot', 'SUPPLIER', SET_ASIDE, '', '', '', 'folder.'], after: false },
    { row: ['SUP99', 'Short signifier', 'SUPPLIER', SET_ASIDE], after: false },
    { row: ['SUP099', 'No such role', 'supplier', SET_ASIDE], after: false },
    { row: ['SUP099', 'No date', 'SUPPLIER', SET_ASIDE, '', '', '', '', '20200230'], after: false },
    { row: ['SUP099', 'Distributor of a supplier', 'SUPPLIER', SET_ASIDE, '15'], after: false },
    { row: ['DNO099', 'Three digits', 'DNO', dnoId(0x99), '15 123'], after: false },
    { row: ['SUP099', 'Twice', 'SUPPLIER', PLAIN], after: true },
    { row: ['DNO099', 'Also a supplier', 'DNO', PLAIN, '15'], after: true },
    { row: ['SUP099', 'Also a DNO', 'SUPPLIER', dnoId(1)], after: true },
    { row: ['DNO099', 'Distributor twice', 'DNO', dnoId(0x99), '15 10'], after: true },
  ];
}

/** The ruling snapshot with some bad rows, and older ones that say something else about everybody. */
export function writeMasterData(pile: Pile, calendar: Calendar): void {
  const { random } = pile;
  const ruling = calendar.monday + random.integer(-20, 20) * DAY + random.integer(0, DAY - 1);
  const bad = random.shuffled(badRows()).slice(0, random.integer(0, 4));
  const early = bad.filter(({ after }) => !after).map(({ row }) => row);
  const late = bad.filter(({ after }) => after).map(({ row }) => row);
  const rows = [...random.shuffled([...rulingRows(calendar), ...early]), ...late];
  writeSnapshot(pile, ruling, rows);
  for (const created of [ruling - 1, ruling - random.integer(2, 40 * DAY)]) {
    if (random.chance(0.3)) continue;
    const older = rulingRows(calendar).map(([signifier, name, role, id, distributors]): Row => {
      const moved =
        distributors && random.chance(0.7) ? distributors.replace(/1(\d)/g, '2$1') : (distributors ?? '');
      return [signifier, `Old ${name}`.slice(0, 100), role, id, moved, '', 'One group', '', '', '20200303'];
    });
    const distinct = older.filter(([, , role], at) => role !== 'DNO' || at % 2 === 0);
    writeSnapshot(pile, created, [...distinct, ['GONE01', 'Gone', 'SUPPLIER', GONE]]);
  }
}

function writeSnapshot(pile: Pile, created: Instant, rows: Row[]): void {
  const time = instantText(created);
  const records = rows.map((row) => {
    const cells = Array.from({ length: 10 }, (_, at) => row[at] ?? '');
    cells[3] = pile.id(cells[3]!);
    return ['10', ...cells];
  });
  const bytes = pile.csv([['00', 'ORG', time, String(rows.length)], ...records]);
  pile.add(`ORG_${time.replace('T', '_')}.csv`, bytes);
}
