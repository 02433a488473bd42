/** The fields of one header, record or group of elements, by the names of the layout. */
export interface FieldSource {
  /** The value as received, untrimmed; null if it is empty or the optional element is absent (fine print 32). */
  text(field: string): string | null;
}
