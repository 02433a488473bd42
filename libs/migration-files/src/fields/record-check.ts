import { hasValidMpanCheckDigit, hasValidMprnCheckDigits } from '@app/mrr';
import { shownValue, type RecordProblem, type SetAsideCode, type WarningCode } from '../record-problem';
import { Defect, mpan, mprn, mpxn, type FieldRule } from './field-rules';
import type { FieldSource } from './field-source';

const MISSING = 'is mandatory and empty';

/** Stands for the value of a faulty field, see {@link RecordCheck}. */
const PLACEHOLDER: unknown = undefined;

/**
 * Reads the fields of one record and collects what is wrong with them: the first problem of each field, so that an
 * operator sees all faulty fields of a record at once. A record with one `set-aside` problem is dropped by the reader.
 *
 * The values returned for faulty fields are placeholders that never leave the reader, because the record is dropped;
 * a rule between fields has to ask {@link RecordCheck.isRefused} first.
 */
export class RecordCheck {
  private problems: RecordProblem[] = [];
  private refused = false;

  constructor(private recordNumber = 0) {}

  /** Starts the next record; the same object serves a whole file, to spare an allocation per record. */
  begin(recordNumber: number): void {
    this.recordNumber = recordNumber;
    this.refused = false;
    if (this.problems.length > 0) this.problems = [];
  }

  get isRefused(): boolean {
    return this.refused;
  }

  /** The problems of the current record, in the order of discovery. */
  get found(): readonly RecordProblem[] {
    return this.problems;
  }

  required<T>(fields: FieldSource, field: string, rule: FieldRule<T>): T {
    const text = fields.text(field);
    if (text !== null) return this.read(field, text, rule);
    this.refuse(field, 'FIELD', MISSING, null);
    return PLACEHOLDER as T;
  }

  optional<T>(fields: FieldSource, field: string, rule: FieldRule<T>): T | null {
    const text = fields.text(field);
    return text === null ? null : this.read(field, text, rule);
  }

  /** MPAN of the field `ImportMPAN`; a wrong check digit is a warning. */
  optionalMpan(fields: FieldSource): string | null {
    const value = this.optional(fields, 'ImportMPAN', mpan);
    if (value && !hasValidMpanCheckDigit(value)) this.warnOfMpan('ImportMPAN', value);
    return value;
  }

  requiredMpan(fields: FieldSource): string {
    const value = this.required(fields, 'ImportMPAN', mpan);
    if (value && !hasValidMpanCheckDigit(value)) this.warnOfMpan('ImportMPAN', value);
    return value;
  }

  /** MPRN of the field `MPRN`; wrong check digits are a warning. */
  optionalMprn(fields: FieldSource): string | null {
    const value = this.optional(fields, 'MPRN', mprn);
    if (value && !hasValidMprnCheckDigits(value)) this.warnOfMprn('MPRN', value);
    return value;
  }

  requiredMprn(fields: FieldSource): string {
    const value = this.required(fields, 'MPRN', mprn);
    if (value && !hasValidMprnCheckDigits(value)) this.warnOfMprn('MPRN', value);
    return value;
  }

  /** The field `MPxN`. 13 digits may be either number: the warning needs both checks to fail. */
  requiredMpxn(fields: FieldSource): string {
    const value = this.required(fields, 'MPxN', mpxn);
    if (!value || hasValidMprnCheckDigits(value)) return value;
    if (value.length < 13) this.warnOfMprn('MPxN', value);
    else if (!hasValidMpanCheckDigit(value)) this.warnOfMpan('MPxN', value);
    return value;
  }

  refuse(field: string, code: SetAsideCode, message: string, value: string | null): void {
    this.refused = true;
    this.note({ field, code, message, value, severity: 'set-aside' });
  }

  warn(field: string, code: WarningCode, message: string, value: string | null): void {
    this.note({ field, code, message, value, severity: 'warning' });
  }

  private read<T>(field: string, text: string, rule: FieldRule<T>): T {
    const value = rule(text);
    if (!(value instanceof Defect)) return value;
    this.refuse(field, value.code, value.message, text);
    return PLACEHOLDER as T;
  }

  private warnOfMpan(field: string, value: string): void {
    this.warn(field, 'MPAN_CHECK_DIGIT', 'has a wrong check digit', value);
  }

  private warnOfMprn(field: string, value: string): void {
    this.warn(field, 'MPRN_CHECK_DIGIT', 'has wrong check digits', value);
  }

  private note(problem: Omit<RecordProblem, 'recordNumber'>): void {
    const { field, severity } = problem;
    if (this.problems.some((known) => known.field === field && known.severity === severity)) return;
    const value = shownValue(problem.value);
    this.problems.push({ recordNumber: this.recordNumber, ...problem, value });
  }
}
