import { readText } from './read-text';

export interface CsvRow {
  /** Line on which the row begins, from 1. */
  readonly line: number;
  readonly values: readonly string[];
  /** Columns, from 1, that are quoted without need or not quoted in spite of it (fine print 33). */
  readonly misquoted: readonly number[];
}

export type CsvProblem = (
  code: 'ENCODING' | 'BOM' | 'CSV_MALFORMED' | 'LINE_END',
  message: string,
  line?: number,
) => void;

/** A file whose lines end otherwise than by CR LF is one single record: refuse it before it fills the memory. */
const MAX_RECORD_CHARACTERS = 1024 * 1024;
const LINE_END = '\r\n';
const BYTE_ORDER_MARK = '\uFEFF';
const NEEDS_QUOTES = /[",\r\n]/;
const FIELD = /(?:"([^"]*(?:""[^"]*)*)"|([^",]*))(,|$)/y;

/**
 * Reads a report file strictly: RFC 4180 with comma and CR LF, UTF-8 without BOM. What breaks these rules is told to
 * `problem`; reading ends early only where the text is no CSV any more.
 *
 * Not csv-parse: how each field was quoted is to be judged here, and that library tells it only by a callback per
 * field, which made a row of 54 columns many times slower.
 */
export async function* readRows(
  bytes: AsyncIterable<Uint8Array>,
  problem: CsvProblem,
): AsyncGenerator<CsvRow> {
  let line = 1;
  for await (const { text, complete } of readRecords(bytes, problem)) {
    if (line === 1 && text.startsWith(BYTE_ORDER_MARK)) {
      problem('BOM', 'the file begins with a byte order mark', line);
    }
    if (!complete) {
      problem('LINE_END', 'the last line does not end with CR LF: the file may be incomplete', line);
    }
    const row = parseRecord(text, line);
    if (row === null) {
      problem('CSV_MALFORMED', 'a quote stands where RFC 4180 allows none', line);
      return;
    }
    if (row.misquoted.some((column) => /[\r\n]/.test(row.values[column - 1] ?? ''))) {
      problem('LINE_END', 'a line does not end with CR LF', line);
    }
    yield row;
    line += text.split('\n').length;
  }
}

/** Cuts the text at each CR LF that stands outside quotes. */
async function* readRecords(
  bytes: AsyncIterable<Uint8Array>,
  problem: CsvProblem,
): AsyncGenerator<{ text: string; complete: boolean }> {
  let pending = '';
  for await (const text of readText(bytes, () => problem('ENCODING', 'the file is not UTF-8'))) {
    pending += text;
    let start = 0;
    for (let end = recordEnd(pending, start); end !== -1; end = recordEnd(pending, start)) {
      yield { text: pending.slice(start, end), complete: true };
      start = end + LINE_END.length;
    }
    pending = pending.slice(start);
    if (pending.length > MAX_RECORD_CHARACTERS) {
      problem(
        'CSV_MALFORMED',
        `a row has more than ${MAX_RECORD_CHARACTERS} characters: do the lines end with CR LF?`,
      );
      return;
    }
  }
  if (pending !== '') {
    yield { text: pending, complete: false };
  }
}

/** Position of the CR LF that ends the record, or -1 if it is not there yet. */
function recordEnd(text: string, start: number): number {
  let quoted = false;
  let from = start;
  for (let end = text.indexOf(LINE_END, from); end !== -1; end = text.indexOf(LINE_END, from)) {
    const quotes = text.slice(from, end).split('"').length - 1;
    quoted = quoted !== (quotes % 2 === 1);
    if (!quoted) {
      return end;
    }
    from = end + LINE_END.length;
  }
  return -1;
}

function parseRecord(text: string, line: number): CsvRow | null {
  if (!text.includes('"')) {
    const values = text.split(',');
    const brokenLine = /[\r\n]/.test(text);
    const misquoted = brokenLine
      ? values.flatMap((value, index) => (NEEDS_QUOTES.test(value) ? [index + 1] : []))
      : [];
    return { line, values, misquoted };
  }
  const values: string[] = [];
  const misquoted: number[] = [];
  FIELD.lastIndex = 0;
  for (let separator = ','; separator === ',';) {
    const match = FIELD.exec(text);
    if (match === null) {
      return null;
    }
    const [, quoted, plain = ''] = match;
    const value = quoted?.replaceAll('""', '"') ?? plain;
    values.push(value);
    if (NEEDS_QUOTES.test(value) !== (quoted !== undefined)) {
      misquoted.push(values.length);
    }
    separator = match[3] ?? '';
  }
  return { line, values, misquoted };
}
