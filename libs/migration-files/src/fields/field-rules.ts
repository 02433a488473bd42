import {
  isMonday,
  isMpan,
  isMprn,
  normaliseEui64,
  normaliseSmsoId,
  parseCompactDate,
  parseCompactInstant,
  parseIsoInstant,
} from '@app/mrr';
import type { SetAsideCode } from '../record-problem';

/** What a value breaks. */
export class Defect {
  constructor(
    readonly code: SetAsideCode,
    readonly message: string,
  ) {}
}

/** Reads one non-empty value into its stored form, or says what is wrong with it. */
export type FieldRule<T> = (text: string) => T | Defect;

const NOT_AN_ID = new Defect('FIELD', 'is not an EUI-64 (8 hexadecimal octets)');
const NOT_AN_SMSO = new Defect('FIELD', 'is not an SMSO id (3 letters or digits)');
const NOT_AN_MPAN = new Defect('MPAN', 'is not 13 digits');
const NOT_AN_MPRN = new Defect('MPRN', 'is not 1 to 13 digits');
const NOT_AN_MPXN = new Defect('FIELD', 'is neither an MPAN (13 digits) nor an MPRN (1 to 13 digits)');
const NOT_A_COUNTER = new Defect('FIELD', 'is not a whole number from 1 to 999999');
const NOT_A_RECORD_NUMBER = new Defect('FIELD', 'is not a whole number from 1 to 999999999');
const NOT_A_QUANTITY = new Defect('FIELD', 'is not a whole number from 0 to 999999999');
const NOT_A_GROUP = new Defect('FIELD', 'is not two upper-case letters');
const NOT_A_REASON = new Defect('FIELD', 'is not 1 to 5 upper-case letters or digits');
const NOT_A_SIGNIFIER = new Defect('FIELD', 'is not 6 upper-case letters or digits');
const NOT_AN_INSTANT = new Defect('FIELD', 'is not a moment of the calendar written YYYY-MM-DDThh:mm:ssZ');
const NOT_A_COMPACT_INSTANT = new Defect('FIELD', 'is not a moment of the calendar written YYYYMMDDThhmmss');
const NOT_A_DATE = new Defect('FIELD', 'is not a day of the calendar written YYYYMMDD');
const NOT_A_MONDAY = new Defect('FIELD', 'is not a Monday');
const NOT_AN_XML_BOOLEAN = new Defect('FIELD', 'is not true, false, 1 or 0');
const NOT_A_CSV_BOOLEAN = new Defect('FIELD', 'is not 1 or 0');
const STARTS_A_FORMULA = new Defect(
  'FORMULA_LEAD',
  'begins with a character that makes a spreadsheet run it',
);

/** User ID, Party ID, Device ID or CHF ID; stored hyphenated and in upper case. */
export const eui64: FieldRule<string> = (text) => normaliseEui64(text) ?? NOT_AN_ID;

export const smsoId: FieldRule<string> = (text) => normaliseSmsoId(text) ?? NOT_AN_SMSO;

export const mpan: FieldRule<string> = (text) => (isMpan(text) ? text : NOT_AN_MPAN);

export const mprn: FieldRule<string> = (text) => (isMprn(text) ? text : NOT_AN_MPRN);

/** Either meter point number. Neither form fits a wrong one better, hence `FIELD`. */
export const mpxn: FieldRule<string> = (text) => (isMprn(text) ? text : NOT_AN_MPXN);

/** Leading zeros are tolerated (fine print 32), up to a length that no honest writer pads to. */
function wholeNumber(min: number, max: number, defect: Defect): FieldRule<number> {
  return (text) => {
    if (!/^[0-9]{1,18}$/.test(text)) return defect;
    const number = Number(text);
    return number >= min && number <= max ? number : defect;
  };
}

/** MCF, group file, S1SP and Commissioning Party counters, and those of the audit files. */
export const counter = wholeNumber(1, 999_999, NOT_A_COUNTER);

export const recordNumber = wholeNumber(1, 999_999_999, NOT_A_RECORD_NUMBER);

/** Commitments and announced counts; zero is one (fine print 29). */
export const quantity = wholeNumber(0, 999_999_999, NOT_A_QUANTITY);

export const groupId: FieldRule<string> = (text) => (/^[A-Z]{2}$/.test(text) ? text : NOT_A_GROUP);

/** A pattern, not a text with a limit: one that is too long is a wrong value like any other. */
export const reasonCode: FieldRule<string> = (value) =>
  /^[A-Z0-9]{1,5}$/.test(value) ? value : NOT_A_REASON;

export const partySignifier: FieldRule<string> = (text) =>
  /^[A-Z0-9]{6}$/.test(text) ? text : NOT_A_SIGNIFIER;

/** Instant of an XML file, kept as `YYYY-MM-DDThh:mm:ssZ`. */
export const isoInstant: FieldRule<string> = (text) => parseIsoInstant(text) ?? NOT_AN_INSTANT;

/** Instant of a CSV file, stored as `YYYY-MM-DDThh:mm:ssZ`. */
export const compactInstant: FieldRule<string> = (text) => parseCompactInstant(text) ?? NOT_A_COMPACT_INSTANT;

/** Date of a CSV file, stored as `YYYY-MM-DD`. */
export const compactDate: FieldRule<string> = (text) => parseCompactDate(text) ?? NOT_A_DATE;

/** Date of a CSV file that names a Migration Week (R7). */
export const compactMonday: FieldRule<string> = (text) => {
  const date = parseCompactDate(text);
  if (date === null) return NOT_A_DATE;
  return isMonday(date) ? date : NOT_A_MONDAY;
};

/**
 * `xs:boolean`: the four literals; blanks around them belong to its lexical space (white space facet `collapse`), which
 * is why this is the one value that may carry them.
 */
export const xmlBoolean: FieldRule<boolean> = (text) => {
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  const literal = /^[ \t\n\r]+(true|false|1|0)[ \t\n\r]*$|^(true|false|1|0)[ \t\n\r]+$/.exec(text);
  return literal === null ? NOT_AN_XML_BOOLEAN : /true|1/.test(text);
};

export const csvBoolean: FieldRule<boolean> = (text) => {
  if (text === '1') return true;
  return text === '0' ? false : NOT_A_CSV_BOOLEAN;
};

/** One of a closed list of words, compared exactly. */
export function oneOf<const W extends string>(words: readonly W[]): FieldRule<W> {
  const defect = new Defect('FIELD', `is none of ${words.join(', ')}`);
  return (text) => words.find((word) => word === text) ?? defect;
}

/** Opaque text of at most `max` Unicode characters. */
export function textUpTo(max: number): FieldRule<string> {
  const defect = new Defect('FIELD_TOO_LONG', `is longer than ${max} characters`);
  return (value) => (isLongerThan(value, max) ? defect : value);
}

/** Text that people write and spreadsheets show: manufacturer, model, firmware, comments, party name. */
export function freeTextUpTo(max: number): FieldRule<string> {
  const withinLength = textUpTo(max);
  return (value) => (/^[=+\-@\t\r]/.test(value) ? STARTS_A_FORMULA : withinLength(value));
}

/** Counts code points, but only for a text that UTF-16 units alone cannot decide. */
function isLongerThan(value: string, max: number): boolean {
  if (value.length <= max) return false;
  return value.length > max * 2 || Array.from(value).length > max;
}
