import { DAY_MS, formatDate, parseDate } from '../calendar/utc-format';
import { percentage } from '../percentage';
import type { ReportId } from '../report-definitions/report-definition';

export interface RowInFile {
  readonly values: readonly string[];
  readonly header: readonly string[];
  /** Position among the detail rows, from 1. */
  readonly number: number;
  readonly previous: readonly string[] | null;
}

/** What is wrong with a row whose columns are each in order, or null. */
type RowRule = (row: RowInFile) => string | null;

const DAYS_OF_004 = 28;
const DAYS_OF_WEEK = 7;

function text(values: readonly string[], column: number): string {
  return values[column - 1] ?? '';
}

function count(values: readonly string[], column: number): number {
  return Number(text(values, column));
}

function sum(values: readonly string[], columns: readonly number[]): number {
  return columns.reduce((total, column) => total + count(values, column), 0);
}

function total(whole: number, parts: readonly number[]): RowRule {
  return ({ values }) =>
    count(values, whole) === sum(values, parts)
      ? null
      : `column ${whole} (${text(values, whole)}) is not the sum of ${parts.join(' + ')} (${sum(values, parts)})`;
}

/** Columns that a masked, missing or not yet known thing leaves empty together. */
function together(columns: readonly number[]): RowRule {
  return ({ values }) => {
    const filled = columns.filter((column) => text(values, column) !== '').length;
    return filled === 0 || filled === columns.length
      ? null
      : `columns ${columns.join(', ')} are neither all filled nor all empty`;
  };
}

/** An optional column that is filled exactly when a quantity is not zero. */
function filledIfAny(column: number, quantity: number): RowRule {
  return ({ values }) =>
    (text(values, column) !== '') === count(values, quantity) > 0
      ? null
      : `column ${column} must be filled if column ${quantity} is not 0, and empty otherwise`;
}

function notAbove(column: number, limit: number): RowRule {
  return ({ values }) =>
    text(values, column) === '' || count(values, column) <= count(values, limit)
      ? null
      : `column ${column} is larger than column ${limit}`;
}

function percentageOf(
  column: number,
  parts: readonly number[],
  wholes: readonly number[],
  values: readonly string[],
): string | null {
  const expected = percentage(sum(values, parts), sum(values, wholes));
  return text(values, column) === String(expected ?? '')
    ? null
    : `column ${column} is not the percentage of ${parts.join(' + ')} in ${wholes.join(' + ')} (${expected ?? 'empty'})`;
}

/** The date in `column` lies in the `days` that the header's applicable date begins (or, `ends`, closes). */
function inPeriod(column: number, days: number, ends: boolean): RowRule {
  return ({ values, header }) => {
    const date = parseDate(text(values, column));
    const border = parseDate(text(header, 7).slice(0, 8));
    if (date === null || border === null) {
      return null;
    }
    const distance = ((date.getTime() - border.getTime()) / DAY_MS) * (ends ? -1 : 1);
    return distance >= 0 && distance < days ? null : `column ${column} lies outside the period of the header`;
  };
}

const METER_RULES: readonly RowRule[] = [
  together([11, 12, 13, 14]),
  together([15, 16, 17]),
  ({ values }) =>
    text(values, 13) === text(values, 11).slice(0, 2) ? null : 'column 13 is not digits 1-2 of column 11',
];

const STATUS_RULE: RowRule = ({ values }) =>
  (text(values, 54) === 'Commissioning Pending') === (text(values, 3) !== '')
    ? null
    : 'column 3 must be filled for `Commissioning Pending`, and empty otherwise';

const FINAL_STATES = ['Success', 'Failed', 'Warning'];

const AUTHORISATION_STATE_RULE: RowRule = ({ values, header }) => {
  const final = FINAL_STATES.includes(text(values, 12));
  if (final !== (text(values, 11) !== '')) {
    return 'column 11 must be filled for a final state, and empty otherwise';
  }
  if (!final && text(values, 13) !== '') {
    return 'column 13 is filled although the state is not final';
  }
  if (text(values, 12) === '' && text(values, 10) === '') {
    return 'column 10 is empty although the Migration Authorisation is rejected';
  }
  const latest = [text(values, 9), text(values, 11)].toSorted().at(-1) ?? '';
  return latest <= text(header, 7) ? null : 'column 9 or 11 lies after the day that the report is about';
};

const WEEK_OF_ROW_RULE: RowRule = ({ values, header, number }) => {
  const first = parseDate(text(header, 7));
  const expected = first && formatDate(new Date(first.getTime() + (number - 1) * DAYS_OF_WEEK * DAY_MS));
  return expected === null || text(values, 3) === expected
    ? null
    : `column 3 is not week ${number} (${expected})`;
};

const ORDINAL_RULE: RowRule = ({ values, number, previous }) => {
  if (count(values, 2) !== number) {
    return `column 2 is not the position of the row (${number})`;
  }
  return previous === null || sum(previous, [3, 5]) >= sum(values, [3, 5])
    ? null
    : 'columns 3 + 5 are larger than in the row before';
};

const ROW_RULES: Readonly<Record<ReportId, readonly RowRule[]>> = {
  'S1MIG-001': METER_RULES,
  'S1MIG-002': METER_RULES,
  'S1MIG-003': [...METER_RULES, together([3, 7, 8]), STATUS_RULE],
  'S1MIG-004': [
    total(6, [7, 8, 9]),
    total(6, [14, 15, 16, 17]),
    filledIfAny(10, 7),
    filledIfAny(11, 8),
    filledIfAny(12, 7),
    filledIfAny(13, 8),
    notAbove(10, 12),
    notAbove(11, 13),
    inPeriod(5, DAYS_OF_004, true),
  ],
  'S1MIG-005': [
    ({ values }) => (sum(values, [5, 6, 7]) > 0 ? null : 'nothing happened that day (columns 5, 6, 7)'),
  ],
  'S1MIG-006': [AUTHORISATION_STATE_RULE],
  'S1MIG-007': [inPeriod(3, DAYS_OF_WEEK, false)],
  'S1MIG-008': [
    WEEK_OF_ROW_RULE,
    ({ values }) =>
      sum(values, [6, 7]) <= count(values, 5) ? null : 'columns 6 + 7 are larger than column 5',
  ],
  'S1MIG-009': [
    ORDINAL_RULE,
    ({ values }) => (sum(values, [3, 5]) > 0 ? null : 'columns 3 and 5 are both 0'),
    notAbove(4, 3),
    notAbove(6, 5),
    ({ values }) => percentageOf(7, [4], [3], values),
    ({ values }) => percentageOf(8, [6], [5], values),
    ({ values }) => percentageOf(9, [4, 6], [3, 5], values),
  ],
  'S1MIG-010': [
    ({ values }) => (text(values, 2) + text(values, 3) === '' ? 'columns 2 and 3 are both empty' : null),
  ],
};

/** Rules between the columns of one detail row, beyond M/O, types and lengths. */
export function brokenRowRules(report: ReportId, row: RowInFile): string[] {
  return ROW_RULES[report].map((rule) => rule(row)).filter((message) => message !== null);
}

/** Rules between the columns of a header row, beyond its name and its period. */
export function brokenHeaderRules(report: ReportId, header: readonly string[]): string[] {
  if (report !== 'S1MIG-009') {
    return [];
  }
  return [
    percentageOf(12, [9], [8], header),
    percentageOf(13, [11], [10], header),
    percentageOf(14, [9, 11], [8, 10], header),
  ].filter((message) => message !== null);
}

/** Rules about the number of rows of one file (R17, R29). */
export function brokenRowCountRule(report: ReportId, rows: number): string | null {
  return report === 'S1MIG-008' && rows !== 4 ? `S1MIG-008 has four rows, this file has ${rows}` : null;
}
