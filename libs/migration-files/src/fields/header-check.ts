import { FileRejectedError, type RejectionDetails } from '../file-rejected.error';
import { shownValue } from '../record-problem';
import { Defect, type FieldRule } from './field-rules';
import type { FieldSource } from './field-source';

/** Reads the fields of a header; the first value that is missing, wrong or at odds with the file name rejects the file. */
export class HeaderCheck {
  constructor(
    private readonly fields: FieldSource,
    private readonly position: RejectionDetails,
  ) {}

  /** @throws FileRejectedError `HEADER` if the value is empty or breaks its rule. */
  required<T>(field: string, rule: FieldRule<T>): T {
    const text = this.fields.text(field);
    if (text === null) return this.refuse(field, 'is mandatory and empty', null);
    const value = rule(text);
    return value instanceof Defect ? this.refuse(field, value.message, text) : value;
  }

  /**
   * Reads a value that also stands in the file name; both are compared in their normalised form.
   *
   * @throws FileRejectedError `HEADER` if the two differ.
   */
  agreeing<T>(field: string, rule: FieldRule<T>, inName: T): T {
    const value = this.required(field, rule);
    if (value !== inName) this.refuse(field, 'disagrees with the file name', this.fields.text(field));
    return value;
  }

  refuse(field: string, message: string, value: string | null): never {
    throw new FileRejectedError('HEADER', `Header: ${field} ${message}`, {
      ...this.position,
      field,
      value: shownValue(value),
    });
  }
}
