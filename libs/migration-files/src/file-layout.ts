import type { FieldSource } from './fields/field-source';
import type { HeaderCheck } from './fields/header-check';
import type { RecordCheck } from './fields/record-check';
import type { FileNameByKind } from './file-name';
import type { FileKind } from './file-kind';
import type { HeaderByKind, RecordByKind } from './kinds/contents';
import type { ElementFields } from './xml/element-fields';
import type { ElementRule } from './xml/element-rule';

/** Reads the records of one file; made anew for each file, because it remembers their keys. */
export interface RecordReader<F extends FieldSource, R> {
  /** Reads one record; faults go to `check`, and with one of them the returned record is dropped. */
  read(fields: F, check: RecordCheck): R;
  /**
   * Says how the counts of the header differ from the rows, or null. Absent: the header's record count is the number
   * of records, set-aside ones included (fine print 31).
   */
  countDefect?(records: number): string | null;
}

/** What the modules under `kinds/` say of their file kind, and all that has to change with an operator's real schemas. */
export interface Layout<K extends FileKind, F extends FieldSource> {
  readonly kind: K;
  readHeader(header: HeaderCheck, name: FileNameByKind[K]): HeaderByKind[K];
  openRecords(header: HeaderByKind[K]): RecordReader<F, RecordByKind[K]>;
}

/** A CSV kind: the names of the fields of its `00` and `10` rows, after the record type. */
export interface CsvLayout<K extends FileKind> extends Layout<K, FieldSource> {
  readonly format: 'csv';
  /** Fields of the header after record type and file kind. */
  readonly headerFields: readonly string[];
  readonly recordFields: readonly string[];
}

/** An XML kind: the elements of its header and of one `Installation`, in their order. */
export interface XmlLayout<K extends FileKind> extends Layout<K, ElementFields> {
  readonly format: 'xml';
  readonly root: string;
  readonly headerElements: readonly ElementRule[];
  readonly installationElements: readonly ElementRule[];
}
