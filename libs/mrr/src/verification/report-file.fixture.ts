import { csvLine, exampleValues } from '../documentation/example-file';
import { parseDateTime } from '../calendar/utc-format';
import { reportFileName } from '../file-naming';
import type { Field } from '../report-definitions/field';
import { reportDefinition } from '../report-definitions/all-reports';
import type { ReportId } from '../report-definitions/report-definition';
import type { DeliveredFile } from './delivered-file';

/** Values by column number, from 1; every other column holds its example. */
export type Columns = Readonly<Record<number, string>>;

export const SUPPLIER = '70-B3-D5-1F-30-00-A0-01';
export const OTHER_SUPPLIER = '70-B3-D5-1F-30-00-A0-02';
export const DNO = '70-B3-D5-1F-30-00-B0-01';

interface Options {
  readonly sequence?: number;
  readonly userId?: string;
  readonly header?: Columns;
  readonly folder?: string;
  readonly partySignifier?: string;
}

/** A file as the product would issue it, with the given columns of its rows. */
export function reportFile(report: ReportId, rows: readonly Columns[], options: Options = {}): DeliveredFile {
  const {
    sequence = 1,
    userId = SUPPLIER,
    header = {},
    folder = 'PXX999 Party',
    partySignifier = 'PXX999',
  } = options;
  const definition = reportDefinition(report);
  const headerValues = withColumns(definition.header, { 3: userId, 4: String(sequence), ...header });
  const createdAt = parseDateTime(headerValues[5] ?? '') ?? new Date(0);
  const name = reportFileName({ report, partySignifier, userId, sequence, createdAt });
  const lines = [headerValues, ...rows.map((row) => withColumns(definition.detail, row))].map(csvLine);
  return rawFile(`${folder}/${name}`, `${lines.join('\r\n')}\r\n`);
}

/** The file with its text changed, under the same name. */
export function changed(
  { path, text }: DeliveredFile & { text?: string },
  change: (text: string) => string,
): DeliveredFile {
  return rawFile(path, change(text ?? ''));
}

export function rawFile(
  path: string,
  content: string | Uint8Array,
  chunkSize = 7,
): DeliveredFile & { text: string } {
  const bytes = Buffer.from(content);
  return {
    path,
    text: bytes.toString(),
    async *open() {
      for (let at = 0; at < bytes.length; at += chunkSize) {
        yield bytes.subarray(at, at + chunkSize);
      }
    },
  };
}

function withColumns(fields: readonly Field[], columns: Columns): string[] {
  return exampleValues(fields).map((example, index) => columns[index + 1] ?? example);
}
