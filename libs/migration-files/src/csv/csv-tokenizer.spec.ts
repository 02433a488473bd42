import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { FileRejectedError } from '../file-rejected.error';
import { CsvTokenizer, MAX_FIELDS } from './csv-tokenizer';

interface Tokens {
  readonly rows: (readonly string[])[];
  readonly lines: number[];
  readonly error: string | null;
}

function tokens(text: string, chunkSize = Math.max(1, text.length)): Tokens {
  const rows: (readonly string[])[] = [];
  const lines: number[] = [];
  const tokenizer = new CsvTokenizer((row, line) => {
    rows.push(row);
    lines.push(line);
  });
  try {
    for (let at = 0; at < text.length; at += chunkSize) tokenizer.write(text.slice(at, at + chunkSize));
    tokenizer.end();
    return { rows, lines, error: null };
  } catch (error) {
    if (!(error instanceof FileRejectedError)) throw error;
    return { rows, lines, error: `${error.code} ${error.line}:${error.column}` };
  }
}

/** Texts rich in what means something to CSV. */
const csvText = fc.string({
  unit: fc.constantFrom('"', '"', ',', '\n', '\r\n', '\r', 'a', 'é', '😀', ' ', '\t'),
});

describe('CsvTokenizer', () => {
  it.each<[string, string[][]]>([
    ['', []],
    ['a', [['a']]],
    ['a,b\n', [['a', 'b']]],
    ['a,b\r\nc,d\n', [['a', 'b'], ['c', 'd']]], // prettier-ignore
    ['a,\n', [['a', '']]],
    ['a,', [['a', '']]],
    ['"a, ""b""\r\nc",d', [['a, "b"\r\nc', 'd']]],
    ['"",""\n', [['', '']]],
    ['\n', [['']]],
    ['a\n\nb\n', [['a'], [''], ['b']]],
    [' a , "b"', []],
  ])('cuts %j', (text, rows) => {
    expect(tokens(text).rows).toEqual(rows);
  });

  it.each([
    ['a"b', 'MALFORMED 1:2', 'a quote inside an unquoted field'],
    ['x\n "a"', 'MALFORMED 2:2', 'a blank before quotes'],
    ['"a"b', 'MALFORMED 1:4', 'text behind quotes'],
    ['"a" ,b', 'MALFORMED 1:4', 'a blank behind quotes'],
    ['x,"a\nb', 'MALFORMED 1:3', 'quotes that do not close'],
    ['a\rb', 'MALFORMED 1:3', 'a bare CR'],
    ['a\r', 'MALFORMED 1:2', 'a bare CR at the end'],
    ['"a"\r"b"', 'MALFORMED 1:5', 'a bare CR behind quotes'],
    ['a,\u0000', 'MALFORMED 1:3', 'NUL'],
    ['"a\u0000"', 'MALFORMED 1:3', 'NUL in quotes'],
  ])('refuses %j with %s: %s', (text, error) => {
    expect(tokens(text).error).toBe(error);
  });

  it('counts lines within quotes and whatever ends them', () => {
    expect(tokens('a\r\n"b\nc\r\nd",e\nf\n').lines).toEqual([1, 2, 5]);
  });

  it('gives the same rows, or the same fault, however the text is cut', () => {
    fc.assert(
      fc.property(csvText, fc.integer({ min: 1, max: 7 }), (text, size) => {
        expect(tokens(text, size)).toEqual(tokens(text));
      }),
    );
  });

  it('reads back what csv-stringify writes', () => {
    const row = fc.array(
      csvText.filter((field) => !field.includes('\u0000')),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(fc.array(row), fc.constantFrom('\n', '\r\n'), (rows, record_delimiter) => {
        // csv-stringify leaves a bare CR unquoted, which RFC 4180 does not allow.
        const text = stringify(rows, { record_delimiter, quoted: true });
        expect(tokens(text)).toMatchObject({ rows, error: null });
      }),
    );
  });

  it('agrees with csv-parse wherever it accepts a text', () => {
    const options = { record_delimiter: ['\r\n', '\n'], relax_column_count: true };
    let accepted = 0;
    fc.assert(
      fc.property(csvText, (text) => {
        const own = tokens(text);
        fc.pre(own.error === null);
        accepted += 1;
        expect(own.rows).toEqual(parse(text, options));
      }),
      { numRuns: 500 },
    );
    expect(accepted).toBeGreaterThanOrEqual(500);
  });

  it('cuts a giant field instead of keeping it', () => {
    const rows: (readonly string[])[] = [];
    const tokenizer = new CsvTokenizer((row) => rows.push(row));
    const megabyte = 'x'.repeat(1_048_576);
    tokenizer.write('a,');
    for (let chunk = 0; chunk < 64; chunk += 1) tokenizer.write(megabyte);
    tokenizer.write('\nb\n');
    tokenizer.end();
    expect(rows.map((row) => row.map((field) => field.length))).toEqual([[1, 65_536], [1]]);
  });

  it('drops what comes behind far too many fields, so that they do not fill the memory', () => {
    expect(tokens(`a\n${','.repeat(1000)}\nb\n`).rows.map((row) => row.length)).toEqual([
      1,
      MAX_FIELDS + 1,
      1,
    ]);
  });
});
