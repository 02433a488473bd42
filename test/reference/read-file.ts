import { FileRejected, RecordFault } from './faults';
import { InputName, canonical } from './naming';
import { parseCsv } from './parse-csv';
import { Element, Shape, checkShape, childrenNamed, parseXml } from './parse-xml';
import { Values } from './values';

export interface Problem {
  /** counts from 1 */
  record: number;
  /** null: the spec does not say which field is named */
  field: string | null;
  code: string;
}

/** A file of one kind: its header and its records that keep every rule. */
export interface ReadFile<H, R> {
  header: H;
  records: { at: number; value: R }[];
  problems: Problem[];
}

export interface CsvKind<H, R> {
  kind: string;
  headerColumns: string[];
  columns: string[];
  header: (values: Values) => H;
  record: (values: Values, header: H) => R;
  /** `DUPLICATE_RECORD` key(s) of a record with the field to name; the first stays */
  duplicateKeys?: (record: R) => [key: string, field: string][];
  /** default: `RecordCount` is the number of rows */
  countsAgree?: (header: Values, rows: Values[]) => boolean;
}

export interface XmlKind<H, R> {
  shape: Shape;
  header: (values: Values) => H;
  record: (installation: Element, header: H) => R;
  duplicateKeys?: (record: R) => [key: string, field: string][];
}

/** "Values in the header that also stand in the file name must agree." */
function checkName(name: InputName, header: Values): void {
  for (const [field, part] of name.parts) {
    const value = header.mandatory(field);
    const stated = field === 'MAFileName' ? value.replace(/^MA_/, '') : canonical(value);
    const prefixed = field !== 'MAFileName' || value.startsWith('MA_');
    if (!prefixed || (stated !== part && !sameInstant(value, part))) throw new FileRejected('HEADER');
  }
}

/** XML headers write instants with punctuation. */
function sameInstant(value: string, part: string): boolean {
  return value.replace(/[-:Z]/g, '') === part;
}

function readHeader<H>(name: InputName, values: Values, read: (values: Values) => H): H {
  try {
    const header = read(values);
    checkName(name, values);
    return header;
  } catch (error) {
    throw error instanceof RecordFault ? new FileRejected('HEADER') : error;
  }
}

export function readCsv<H, R>(name: InputName, text: string, kind: CsvKind<H, R>): ReadFile<H, R> {
  const [first, ...rows] = parseCsv(text);
  const columns = ['RecordType', 'Kind', ...kind.headerColumns];
  const headed = first && first[0] === '00' && first[1] === kind.kind && first.length === columns.length;
  if (!headed) throw new FileRejected('HEADER');
  const recordColumns = ['RecordType', ...kind.columns];
  for (const row of rows) {
    if (row.length !== recordColumns.length || row[0] !== '10') throw new FileRejected('SCHEMA');
  }
  const headerValues = Values.ofRow(columns, first);
  const header = readHeader(name, headerValues, kind.header);
  const values = rows.map((row) => Values.ofRow(recordColumns, row));
  const agree = kind.countsAgree ?? ((head, all) => head.integer('RecordCount', 0, Infinity) === all.length);
  if (!agree(headerValues, values)) throw new FileRejected('COUNT_MISMATCH');
  return readRecords(header, values, (one) => kind.record(one, header), kind.duplicateKeys);
}

export function readXml<H, R>(name: InputName, text: string, kind: XmlKind<H, R>): ReadFile<H, R> {
  const root = parseXml(text);
  checkShape(root, kind.shape);
  const headerValues = Values.ofElement(root.children[0]!);
  const header = readHeader(name, headerValues, kind.header);
  const installations = childrenNamed(root, 'Installation');
  if (headerValues.integer('RecordCount', 0, Infinity) !== installations.length) {
    throw new FileRejected('COUNT_MISMATCH');
  }
  return readRecords(header, installations, (one) => kind.record(one, header), kind.duplicateKeys);
}

/** A fault sets one record aside, the others load. */
function readRecords<H, V, R>(
  header: H,
  values: V[],
  read: (value: V) => R,
  duplicateKeys: (record: R) => [string, string][] = () => [],
): ReadFile<H, R> {
  const file: ReadFile<H, R> = { header, records: [], problems: [] };
  const seen = new Set<string>();
  values.forEach((value, index) => {
    const at = index + 1;
    try {
      const record = read(value);
      const keys = duplicateKeys(record);
      const repeated = keys.find(([key]) => seen.has(key));
      if (repeated) throw new RecordFault(repeated[1], 'DUPLICATE_RECORD');
      for (const [key] of keys) seen.add(key);
      file.records.push({ at, value: record });
    } catch (error) {
      if (!(error instanceof RecordFault)) throw error;
      file.problems.push({ record: at, field: error.field, code: error.code });
    }
  });
  return file;
}
