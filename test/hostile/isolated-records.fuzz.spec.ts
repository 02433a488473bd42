import fc from 'fast-check';
import type { FileEvent } from '@app/migration-files';
import { filesToMutate, type NamedBytes } from './files';
import { fuzz } from './fuzz';
import { verdictOf } from './verdict';

/** Values of one record, each with where it stands in the file. */
interface Value {
  readonly file: NamedBytes;
  readonly record: number;
  readonly from: number;
  readonly to: number;
}

/** What a value may be without touching the structure around it: no quote, comma, line end, mark-up. */
const badValue = fc.oneof(
  fc.constantFrom(
    '=1+1',
    '+1',
    '-1',
    '@a',
    '\t',
    'x'.repeat(70_000),
    '0'.repeat(14),
    '20200230',
    ' ',
    'é'.repeat(101),
  ),
  fc.constantFrom(
    '\u202e',
    '\u009b',
    '\ufffd',
    '\u{1F600}',
    '\\N',
    '\\.',
    '%00',
    '1e3',
    'NaN',
    'null',
    '🙂'.repeat(500),
  ),
  fc.string({
    unit: fc.constantFrom(...Array.from('09AZaz=+-@ ._é\u{1F600}\u2028')),
    minLength: 1,
    maxLength: 40,
  }),
);

const values = filesToMutate().flatMap((file) => valuesOf(file));

describe('one bad value', () => {
  const change = fc.record({ at: fc.nat(values.length - 1), by: badValue });
  fuzz('sets its own record aside at most, and never another one', change, expectOthersUntouched);
});

async function expectOthersUntouched({ at, by }: { at: number; by: string }): Promise<void> {
  const { file, record, from, to } = values[at] as Value;
  const changed = Buffer.concat([file.content.subarray(0, from), Buffer.from(by), file.content.subarray(to)]);
  const [before, after] = [await verdictOf(file.name, [file.content]), await verdictOf(file.name, [changed])];
  // The counts of accepted and rejected responses are a matter of the whole file.
  if (file.name.startsWith('MAVR_') && after.rejection?.code === 'COUNT_MISMATCH') return;
  expect(after.rejection).toBeNull();
  // Of two records with one key the first stays: there the other one does depend on this value.
  if ([...before.events, ...after.events].some(tellsOfDuplicate)) return;
  expect(withoutRecord(after.events, record)).toEqual(withoutRecord(before.events, record));
}

function tellsOfDuplicate(event: FileEvent): boolean {
  return event.type === 'problem' && event.problem.code === 'DUPLICATE_RECORD';
}

/** The header and the events of all other records. */
function withoutRecord(events: readonly FileEvent[], record: number): readonly FileEvent[] {
  return events.filter(
    (event) =>
      event.type === 'header' ||
      (event.type === 'record' ? event.recordNumber : event.problem.recordNumber) !== record,
  );
}

function valuesOf(file: NamedBytes): Value[] {
  const text = file.content.toString('latin1');
  return file.name.endsWith('.csv') ? csvValues(file, text) : xmlValues(file, text);
}

/** Unquoted fields behind the record type; rows with quotes are left out. */
function csvValues(file: NamedBytes, text: string): Value[] {
  const found: Value[] = [];
  let from = 0;
  for (const [record, line] of text.split('\n').entries()) {
    let at = from;
    for (const [column, field] of line.replace(/\r$/, '').split(',').entries()) {
      if (record > 0 && column > 0 && !line.includes('"'))
        found.push({ file, record, from: at, to: at + field.length });
      at += field.length + 1;
    }
    from += line.length + 1;
  }
  return found;
}

function xmlValues(file: NamedBytes, text: string): Value[] {
  const found: Value[] = [];
  const installations = [...text.matchAll(/<Installation>[^]*?<\/Installation>/g)];
  for (const [at, { 0: content, index }] of installations.entries()) {
    for (const value of content.matchAll(/>([^<>\s][^<>]*)<\//g)) {
      const from = index + value.index + 1;
      found.push({ file, record: at + 1, from, to: from + (value[1]?.length ?? 0) });
    }
  }
  return found;
}
