import { FileIntake } from '../file-intake';
import type { FileKind } from '../file-kind';
import type { CsvLayout } from '../file-layout';
import type { ParsedFileName } from '../file-name';
import { FileRejectedError, type RejectionDetails } from '../file-rejected.error';
import type { FieldSource } from '../fields/field-source';
import { CsvFields } from './csv-fields';
import { CsvTokenizer, MAX_FIELDS } from './csv-tokenizer';

const HEADER = '00';
const RECORD = '10';

/**
 * Reads a CSV file: one `00` row, first, then `10` rows.
 *
 * Decided where the layout leaves a choice (fine print 31): whatever is wrong with the header row, its field count, its
 * absence or a second one included, is `HEADER`; a row of unknown type or with another number of fields is `SCHEMA`, an
 * empty line too, also at the end. Quoting faults anywhere go before both, as `MALFORMED`: a fault of content is thrown
 * at the end.
 */
export class CsvFileReader {
  readonly intake: FileIntake<FieldSource>;
  private readonly tokenizer = new CsvTokenizer((row, line) => this.heed(row, line));
  private readonly header: CsvFields;
  private readonly record: CsvFields;
  private hasHeader = false;
  private fault: FileRejectedError | null = null;

  constructor(
    private readonly layout: CsvLayout<FileKind>,
    name: ParsedFileName,
  ) {
    this.intake = new FileIntake(layout, name);
    this.header = new CsvFields(['RecordType', 'FileKind', ...layout.headerFields]);
    this.record = new CsvFields(['RecordType', ...layout.recordFields]);
  }

  get position(): { line: number; column: number } {
    return this.tokenizer.position;
  }

  write(text: string): void {
    this.tokenizer.write(text);
  }

  end(): void {
    this.tokenizer.end();
    if (this.fault !== null) throw this.fault;
    if (!this.hasHeader) throw new FileRejectedError('HEADER', 'The file is empty', { line: 1, column: 1 });
    this.intake.finish();
  }

  private heed(row: readonly string[], line: number): void {
    if (this.fault !== null) return;
    try {
      this.takeRow(row, line);
    } catch (error) {
      if (!(error instanceof FileRejectedError)) throw error;
      this.fault = error;
    }
  }

  private takeRow(row: readonly string[], line: number): void {
    const [recordType = ''] = row;
    if (!this.hasHeader) {
      this.takeHeader(row, line);
    } else if (recordType === HEADER) {
      throw new FileRejectedError('HEADER', 'The header record stands twice', { line, column: 1 });
    } else if (recordType !== RECORD) {
      const what =
        row.length === 1 && recordType === '' ? 'A line is empty' : 'A record type is neither 00 nor 10';
      throw new FileRejectedError('SCHEMA', what, this.nextRecord(line));
    } else {
      this.requireFields('SCHEMA', row, this.record, this.nextRecord(line));
      this.intake.takeRecord(this.record.use(row));
    }
  }

  private takeHeader(row: readonly string[], line: number): void {
    const at = { line, column: 1 };
    if (row[0] !== HEADER) throw new FileRejectedError('HEADER', 'The first record is no header (00)', at);
    if (row[1] !== this.layout.kind) {
      throw new FileRejectedError('HEADER', `The header is not that of a ${this.layout.kind} file`, at);
    }
    this.requireFields('HEADER', row, this.header, at);
    this.intake.takeHeader(this.header.use(row), at);
    this.hasHeader = true;
  }

  private requireFields(
    code: 'HEADER' | 'SCHEMA',
    row: readonly string[],
    { names }: CsvFields,
    at: RejectionDetails,
  ): void {
    if (row.length === names.length) return;
    const count = row.length > MAX_FIELDS ? `more than ${MAX_FIELDS}` : row.length;
    const message = `A ${row[0]} record has ${count} fields instead of ${names.length}`;
    throw new FileRejectedError(code, message, at);
  }

  private nextRecord(line: number): RejectionDetails {
    return { line, column: 1, record: this.intake.recordsRead + 1 };
  }
}
