import type { Field } from '../report-definitions/field';
import type { ReportDefinition } from '../report-definitions/report-definition';

/** One CSV line without its CR LF; quotes stand exactly around fields that need them (fine print 33). */
export function csvLine(values: readonly string[]): string {
  return values
    .map((value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value))
    .join(',');
}

export function exampleValues(fields: readonly Field[]): string[] {
  return fields.map(({ example }) => example);
}

/** A header row and a detail row that this report may have. */
export function exampleLines({ header, detail }: ReportDefinition): string[] {
  return [csvLine(exampleValues(header)), csvLine(exampleValues(detail))];
}
