/** The numbers by which a copy differs from the sample that it is made of; expressions over `c` (bench_copy). */
export interface Spans {
  /** Larger than any id of an attempt, authorisation, lot of the ledger and source file of the sample. */
  readonly attempts: number;
  readonly authorisations: number;
  readonly lots: number;
  readonly sourceFiles: number;
}

/** Larger than any counter and record number of a sample. */
const COUNTERS = 100_000;

const BY_NAME: readonly (readonly [pattern: RegExp, expression: (column: string, spans: Spans) => string])[] =
  [
    [/^source_file_id$/, (column, { sourceFiles }) => `${column} + c.weeks * ${sourceFiles}`],
    [/^attempt_id$/, (column, { attempts }) => `${column} + c.number * ${attempts}`],
    [/^authorisation_id$/, (column, { authorisations }) => `${column} + c.number * ${authorisations}`],
    // Copies of one week share its files, and what a file settled shares a lot.
    [/^lot_id$/, (column, { lots }) => `${column} + c.weeks * ${lots}`],
    [/(^|_)(chf_id|guid)$/, (column) => `overlay(${column} placing c.octets from 13 for 5)`],
    [/^import_mpan$/, () => COPIED_MPAN],
    [/^mprn$/, () => COPIED_MPRN],
    // Copies of one week share its files: their records stand behind each other's.
    [/(^record_number|_ma_record|^ma_record_number)$/, (column) => `${column} + c.lane * ${COUNTERS}`],
    [/_counter$/, (column) => `${column} + c.weeks * ${COUNTERS}`],
  ];

/** Names of files tell a time. They differ by week and not by copy, so they are made once for all copies of a week. */
export function pastName(column: string, weeks: number): string {
  return /(_ma_file|_file_name)$/.test(column)
    ? `pg_temp.bench_past_name(s.${column}, ${weeks}) AS ${column}`
    : `s.${column}`;
}

/** SQL of one column of a copy. `s` is the sample's row, `c` the copy's row of bench_copy. */
export function shiftedColumn(table: string, column: string, type: string, spans: Spans): string {
  const value = `s.${column}`;
  if (column === 'id') {
    const span = {
      attempt: spans.attempts,
      installation_record: spans.attempts,
      authorisation: spans.authorisations,
    };
    return `${value} + c.number * ${span[table as keyof typeof span]}`;
  }
  const rule = BY_NAME.find(([pattern]) => pattern.test(column));
  if (rule) return rule[1](value, spans);
  if (type === 'timestamp with time zone') return `${value} - c.weeks * interval '7 days'`;
  if (type === 'date') return `${value} - c.weeks * 7`;
  return value;
}

/** Of the digits that a copy replaces, the first of four in each of the two numbers. */
const MPAN_COPY_DIGITS = 3;
const MPRN_COPY_DIGITS = 1;
const MPAN_WEIGHTS = [3, 5, 7, 13, 17, 19, 23, 29, 31, 37, 41, 43];
const MPRN_WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 1];

/**
 * The part that a sample's own digits have in the check sums of its copies; computed once a row of the sample, since the
 * sums are most of the work of a copy.
 */
export const CHECK_SUMS = {
  mpan: weightedSum(
    'import_mpan',
    MPAN_WEIGHTS,
    (place) => place < MPAN_COPY_DIGITS || place > MPAN_COPY_DIGITS + 3,
  ),
  mprn: weightedSum('mprn', MPRN_WEIGHTS, (place) => place > MPRN_COPY_DIGITS + 3),
};

/** The part of the four digits that tell the copies apart, as they stand in `digits`. */
export const COPY_CHECK_SUMS = {
  mpan: weightedSum('digits', MPAN_WEIGHTS.slice(MPAN_COPY_DIGITS - 1, MPAN_COPY_DIGITS + 3), () => true),
  mprn: weightedSum('digits', MPRN_WEIGHTS.slice(MPRN_COPY_DIGITS - 1, MPRN_COPY_DIGITS + 3), () => true),
};

const COPIED_MPAN = `left(s.import_mpan, 2) || c.digits || substr(s.import_mpan, 7, 6)
  || ((s.mpan_sum + c.mpan_sum) % 11) % 10`;
const COPIED_MPRN = `c.digits || substr(s.mprn, 5, 4) || lpad(((s.mprn_sum + c.mprn_sum) % 11)::text, 2, '0')`;

/** @param isCounted whether the digit at a place (from 1) takes part */
function weightedSum(
  digits: string,
  weights: readonly number[],
  isCounted: (place: number) => boolean,
): string {
  return weights
    .map((weight, at) => ({ weight, place: at + 1 }))
    .filter(({ place }) => isCounted(place))
    .map(({ weight, place }) => `${weight} * (ascii(substr(${digits}, ${place}, 1)) - 48)`)
    .join(' + ');
}

export const PAST_NAME_FUNCTION = `
  CREATE OR REPLACE FUNCTION pg_temp.bench_past_name(name text, weeks integer) RETURNS text LANGUAGE sql IMMUTABLE
    RETURN CASE WHEN weeks = 0 THEN name ELSE regexp_replace(name, '\\d{8}_\\d{6}',
      to_char(to_timestamp(substring(name FROM '\\d{8}_\\d{6}'), 'YYYYMMDD_HH24MISS') - weeks * interval '7 days',
              'YYYYMMDD_HH24MISS')) END;`;
