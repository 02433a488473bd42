import type { FieldSource } from './fields/field-source';
import { HeaderCheck } from './fields/header-check';
import { RecordCheck } from './fields/record-check';
import type { FileEvent } from './file-event';
import type { FileKind } from './file-kind';
import type { Layout, RecordReader } from './file-layout';
import type { ParsedFileName } from './file-name';
import { FileRejectedError, type RejectionDetails } from './file-rejected.error';
import type { FileHeader, FileRecord } from './kinds/contents';

/** Turns the header and the records that a format reader finds into events; the same for XML and CSV. */
export class FileIntake<F extends FieldSource> {
  private readonly check = new RecordCheck();
  private header: FileHeader | null = null;
  private reader: RecordReader<F, FileRecord> | null = null;
  private records = 0;
  private events: FileEvent[] = [];

  constructor(
    private readonly layout: Layout<FileKind, F>,
    private readonly name: ParsedFileName,
  ) {}

  /** @throws FileRejectedError `HEADER` */
  takeHeader(fields: F, position: RejectionDetails): void {
    this.header = this.layout.readHeader(new HeaderCheck(fields, position), this.name);
    this.reader = this.layout.openRecords(this.header);
    this.events.push({ type: 'header', header: this.header });
  }

  takeRecord(fields: F): void {
    if (this.reader === null) throw new Error('A record came before its header');
    this.records += 1;
    const recordNumber = this.records;
    this.check.begin(recordNumber);
    const record = this.reader.read(fields, this.check);
    if (!this.check.isRefused) this.events.push({ type: 'record', recordNumber, record });
    for (const problem of this.check.found) {
      // The warnings of a record that is not loaded would only hide why.
      if (this.check.isRefused === (problem.severity === 'set-aside')) {
        this.events.push({ type: 'problem', problem });
      }
    }
  }

  /** @throws FileRejectedError `COUNT_MISMATCH` if the header announced other rows. */
  finish(): void {
    if (this.header === null || this.reader === null) throw new Error('The file ended before its header');
    const { recordCount } = this.header;
    const differs = `${recordCount} records are announced, ${this.records} are there`;
    const defect =
      this.reader.countDefect === undefined
        ? recordCount === this.records
          ? null
          : differs
        : this.reader.countDefect(this.records);
    if (defect !== null) throw new FileRejectedError('COUNT_MISMATCH', `Record count: ${defect}`);
  }

  /** The events since the last call. */
  drain(): FileEvent[] {
    const { events } = this;
    this.events = [];
    return events;
  }

  get recordsRead(): number {
    return this.records;
  }

  get pending(): number {
    return this.events.length;
  }
}
