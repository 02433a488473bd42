export type FieldType = 'Text' | 'Integer' | 'Boolean' | 'Date' | 'DateTime';

/** `M`: never empty. `O`: empty when there is no value. */
export type Presence = 'M' | 'O';

/** One column of a report (MRR Appendix A, "Data element"). */
export interface Field {
  readonly name: string;
  readonly presence: Presence;
  readonly type: FieldType;
  /** In Unicode characters; for an Integer in digits (fine print 32). */
  readonly maxLength: number;
  /** Where the value comes from, as one sentence fragment. */
  readonly source: string;
  /** A value that this column may hold; the empty string shows an empty column. */
  readonly example: string;
  /** The only values allowed, where the regime lists them. */
  readonly values?: readonly string[];
}

/** Arguments stand in the order of the regime's own tables, so that a definition reads like its page. */
export function field(
  name: string,
  presence: Presence,
  type: FieldType,
  maxLength: number,
  source: string,
  example: string,
): Field {
  return { name, presence, type, maxLength, source, example };
}

/** A Text column whose values the regime lists. */
export function enumeration(
  name: string,
  presence: Presence,
  maxLength: number,
  source: string,
  example: string,
  values: readonly string[],
): Field {
  return { name, presence, type: 'Text', maxLength, source, example, values };
}

export const HEADER_RECORD_TYPE = '00';
export const DETAIL_RECORD_TYPE = '10';

/** First column of every row; it alone tells the header row from the detail rows. */
export function recordType(value: typeof HEADER_RECORD_TYPE | typeof DETAIL_RECORD_TYPE): Field {
  return enumeration('Record type', 'M', 2, `constant \`${value}\``, value, [value]);
}
