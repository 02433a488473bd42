import { stringify } from 'csv-stringify/sync';

export type CsvField = string | number | boolean | undefined;

/** How a party writes its CSV files; all of these are allowed. */
export interface CsvStyle {
  readonly lineEnding: 'LF' | 'CRLF';
  readonly byteOrderMark: boolean;
}

export const PLAIN_CSV: CsvStyle = { lineEnding: 'LF', byteOrderMark: false };

/** Rows as RFC 4180 in UTF-8: booleans as `1` and `0`, nothing as an empty field. */
export function csvContent(rows: readonly (readonly CsvField[])[], style: CsvStyle = PLAIN_CSV): Buffer {
  const text = stringify(
    rows.map((row) => row.map(csvText)),
    { record_delimiter: style.lineEnding === 'LF' ? '\n' : '\r\n', bom: style.byteOrderMark },
  );
  return Buffer.from(text, 'utf8');
}

function csvText(field: CsvField): string {
  if (field === undefined) return '';
  if (typeof field === 'boolean') return field ? '1' : '0';
  return String(field);
}
