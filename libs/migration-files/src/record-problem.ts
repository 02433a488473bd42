/**
 * Why a record is set aside. `PARENT_MISSING`, `COF_NOT_EXPECTED` and what else needs other files to decide belong to
 * the loader, not to the reader of one file.
 */
export type SetAsideCode = 'FIELD' | 'FIELD_TOO_LONG' | 'MPAN' | 'MPRN' | 'DUPLICATE_RECORD' | 'FORMULA_LEAD';

/** What is worth telling about a record that loads all the same. */
export type WarningCode = 'MPAN_CHECK_DIGIT' | 'MPRN_CHECK_DIGIT' | 'DEVICE_TYPE_REPEATED';

/** One remark on one record of an otherwise readable file. */
export interface RecordProblem {
  /** Position in the file, from 1: not the record's own `RecordNumber` field. */
  readonly recordNumber: number;
  /** Name of the field as the layout writes it, e.g. `ImportMPAN`. */
  readonly field: string;
  readonly code: SetAsideCode | WarningCode;
  /** The value as received, cut to {@link MAX_SHOWN_VALUE} characters; null if it was empty. May be an MPAN: never log it. */
  readonly value: string | null;
  /** What is wrong, without the value: may be logged. */
  readonly message: string;
  /** `set-aside`: the record is not loaded, the others are. `warning`: it is loaded. */
  readonly severity: 'set-aside' | 'warning';
}

const MAX_SHOWN_VALUE = 200;

/** Cuts a value to what an operator can read; a hostile file may hold very long ones. */
export function shownValue(text: string | null): string | null {
  return text !== null && text.length > MAX_SHOWN_VALUE ? `${copiedStart(text, MAX_SHOWN_VALUE)}…` : text;
}

/**
 * The first `length` UTF-16 units, one less where that would tear a character. A copy: what `slice` gives keeps the whole
 * text alive, which for thousands of giant values is the memory of the process.
 */
export function copiedStart(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  const isTorn = last >= 0xd800 && last < 0xdc00;
  return Buffer.from(text.slice(0, isTorn ? length - 1 : length)).toString();
}
