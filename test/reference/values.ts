import { RecordFault } from './faults';
import { Instant, isMonday, parseDay, parseInstant, parseIsoInstant } from './instants';
import { Element } from './parse-xml';

/** EUI-64, lower case and unhyphenated forms normalised; null if it is none. */
export function normaliseId(text: string): string | null {
  if (!/^([0-9A-F]{2}(-[0-9A-F]{2}){7}|[0-9A-F]{16})$/i.test(text)) return null;
  return text.toUpperCase().replace(/-/g, '').match(/../g)!.join('-');
}

/** The named fields of one header or record; an empty field is null, text is kept as it is (fine print 32). */
export class Values {
  constructor(
    private readonly fields: Map<string, string>,
    private readonly xml: boolean,
  ) {}

  static ofRow(columns: string[], row: string[]): Values {
    return new Values(new Map(columns.map((name, at) => [name, row[at]!])), false);
  }

  static ofElement(element: Element): Values {
    return new Values(new Map(element.children.map((one) => [one.name, one.text])), true);
  }

  optional(field: string): string | null {
    return this.fields.get(field) || null;
  }

  mandatory(field: string): string {
    return this.optional(field) ?? fail(field);
  }

  /** Applies a reader to a field that is not empty. */
  private read<T>(field: string, reader: (text: string) => T | null): T | null {
    const text = this.optional(field);
    return text === null ? null : (reader(text) ?? fail(field));
  }

  text(field: string, maximum: number): string | null {
    const text = this.optional(field);
    if (text !== null && Array.from(text).length > maximum) throw new RecordFault(field, 'FIELD_TOO_LONG');
    return text;
  }

  /** Text that a spreadsheet might run: `FORMULA_LEAD`. */
  freeText(field: string, maximum: number): string | null {
    const text = this.text(field, maximum);
    if (text !== null && /^[=+\-@\t\r]/.test(text)) throw new RecordFault(field, 'FORMULA_LEAD');
    return text;
  }

  optionalId(field: string): string | null {
    return this.read(field, normaliseId);
  }

  id(field: string): string {
    return this.optionalId(field) ?? fail(field);
  }

  optionalSmso(field: string): string | null {
    return this.read(field, (text) => (/^[A-Z0-9]{3}$/i.test(text) ? text.toUpperCase() : null));
  }

  smso(field: string): string {
    return this.optionalSmso(field) ?? fail(field);
  }

  /** Leading zeros are tolerated (fine print 32). */
  optionalInteger(field: string, least: number, most: number): number | null {
    return this.read(field, (text) => {
      const value = Number(text);
      return /^\d+$/.test(text) && value >= least && value <= most ? value : null;
    });
  }

  integer(field: string, least: number, most: number): number {
    return this.optionalInteger(field, least, most) ?? fail(field);
  }

  counter(field: string): number {
    return this.integer(field, 1, 999_999);
  }

  oneOf<T extends string>(field: string, allowed: readonly T[]): T {
    return this.optionalOneOf(field, allowed) ?? fail(field);
  }

  optionalOneOf<T extends string>(field: string, allowed: readonly T[]): T | null {
    return this.read(field, (text) => allowed.find((value) => value === text) ?? null);
  }

  optionalBoolean(field: string): boolean | null {
    const words = this.xml ? ['true', '1', 'false', '0'] : ['1', '0'];
    const word = this.optionalOneOf(field, words);
    return word === null ? null : word === 'true' || word === '1';
  }

  boolean(field: string): boolean {
    return this.optionalBoolean(field) ?? fail(field);
  }

  optionalInstant(field: string): Instant | null {
    return this.read(field, this.xml ? parseIsoInstant : parseInstant);
  }

  instant(field: string): Instant {
    return this.optionalInstant(field) ?? fail(field);
  }

  optionalDay(field: string): Instant | null {
    return this.read(field, parseDay);
  }

  day(field: string): Instant {
    return this.optionalDay(field) ?? fail(field);
  }

  monday(field: string): Instant {
    const day = this.day(field);
    return isMonday(day) ? day : fail(field);
  }

  matching(field: string, pattern: RegExp): string {
    return this.optionalMatching(field, pattern) ?? fail(field);
  }

  optionalMatching(field: string, pattern: RegExp): string | null {
    return this.read(field, (text) => (pattern.test(text) ? text : null));
  }

  reasonCode(field = 'ReasonCode'): string | null {
    return this.optionalMatching(field, /^[A-Z0-9]{1,5}$/);
  }

  /** 13 digits; a wrong check digit is a warning only. */
  mpan(field: string): string | null {
    const text = this.optional(field);
    if (text !== null && !/^\d{13}$/.test(text)) throw new RecordFault(field, 'MPAN');
    return text;
  }

  /** 1 to 13 digits; a wrong check digit is a warning only. */
  mprn(field: string): string | null {
    const text = this.optional(field);
    if (text !== null && !/^\d{1,13}$/.test(text)) throw new RecordFault(field, 'MPRN');
    return text;
  }
}

function fail(field: string): never {
  throw new RecordFault(field, 'FIELD');
}
