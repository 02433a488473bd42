import { pipeline, Readable } from 'node:stream';
import { CsvError, parse, type Parser } from 'csv-parse';

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

/** A file whose lines end otherwise than by CRLF is one single record: refuse it before it fills the memory. */
const MAX_RECORD_CHARACTERS = 1024 * 1024;
const NEEDS_QUOTES = /[",\r\n]/;
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Reads a report file strictly: RFC 4180 with comma and CRLF, UTF-8 without BOM. What breaks these rules is told to
 * `problem`; reading ends early only where the text is no CSV any more.
 */
export async function* readRows(
  bytes: AsyncIterable<Uint8Array>,
  problem: CsvProblem,
): AsyncGenerator<CsvRow> {
  const layouts = new WeakMap<string[], RowLayout>();
  const parser = rowParser(layouts);
  // Errors reach the loop below through the parser itself.
  pipeline(Readable.from(watchBytes(bytes, problem)), parser, () => undefined);
  try {
    for await (const values of parser as AsyncIterable<string[]>) {
      const { line = 1, misquoted = [] } = layouts.get(values) ?? {};
      if (line === 1 && values[0]?.startsWith(BYTE_ORDER_MARK)) {
        problem('BOM', 'the file begins with a byte order mark', 1);
      }
      if (misquoted.some((column) => /[\r\n]/.test(values[column - 1] ?? ''))) {
        problem('LINE_END', 'a line does not end with CR LF', line);
      }
      yield { line, values, misquoted };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) {
      throw error;
    }
    problem('CSV_MALFORMED', error.message);
  }
}

type RowLayout = Omit<CsvRow, 'values'>;

/** The parser gives the values alone; how each row was written goes to `layouts`. */
function rowParser(layouts: WeakMap<string[], RowLayout>): Parser {
  let line = 1;
  let misquoted: number[] = [];
  let breaks = 0;
  return parse({
    record_delimiter: '\r\n',
    relax_column_count: true,
    max_record_size: MAX_RECORD_CHARACTERS,
    cast: (value, { quoting, column }) => {
      const needed = NEEDS_QUOTES.test(value);
      if (needed !== quoting) {
        misquoted.push(Number(column) + 1);
      }
      if (needed) {
        breaks += value.split('\n').length - 1;
      }
      return value;
    },
    on_record: (values) => {
      layouts.set(values, { line, misquoted });
      line += 1 + breaks;
      misquoted = [];
      breaks = 0;
      return values;
    },
  });
}

/** Passes the bytes on unchanged; tells invalid UTF-8 and, as it hints at a cut file, an end without CR LF. */
async function* watchBytes(
  bytes: AsyncIterable<Uint8Array>,
  problem: CsvProblem,
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let valid = true;
  let tail = '\r\n';
  const check = (chunk?: Uint8Array): void => {
    try {
      decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      valid = false;
      problem('ENCODING', 'the file is not UTF-8');
    }
  };
  for await (const chunk of bytes) {
    if (valid) {
      check(chunk);
    }
    tail = (tail + Buffer.from(chunk.subarray(-2)).toString('latin1')).slice(-2);
    yield chunk;
  }
  if (valid) {
    check();
  }
  if (tail !== '\r\n') {
    problem('LINE_END', 'the last line does not end with CR LF: the file may be incomplete');
  }
}
