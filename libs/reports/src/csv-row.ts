import { stringify } from 'csv-stringify/sync';

/**
 * Records of a report: comma, CRLF, a field quoted exactly if it contains a comma, a quote, CR or LF (R16, fine
 * print 33); null is an empty field.
 */
export function csvRows(rows: readonly (readonly (string | null)[])[]): string {
  return stringify(
    rows.map((row) => [...row]),
    { record_delimiter: '\r\n', quoted_match: /[\r\n]/ },
  );
}
