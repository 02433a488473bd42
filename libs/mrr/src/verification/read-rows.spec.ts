import fc from 'fast-check';
import { csvLine } from '../documentation/example-file';
import { readRows, type CsvRow } from './read-rows';
import { rawFile } from './report-file.fixture';

async function read(
  content: string | Uint8Array,
  chunkSize?: number,
): Promise<{ rows: CsvRow[]; problems: string[] }> {
  const problems: string[] = [];
  const rows: CsvRow[] = [];
  const bytes = rawFile('file', content, chunkSize).open();
  for await (const row of readRows(bytes, (code, _, line) => problems.push(`${code} ${line ?? '-'}`))) {
    rows.push(row);
  }
  return { rows, problems };
}

const value = fc.string({
  unit: fc.constantFrom('a', ',', '"', '\r', '\n', ' ', 'é', '😀', '€'),
  maxLength: 6,
});
const record = fc.array(value, { minLength: 1, maxLength: 4 });

describe('readRows', () => {
  it('reads back what csvLine writes, however the bytes are cut, and finds nothing wrong with it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 9 }),
        async (records, chunk) => {
          const { rows, problems } = await read(
            records.map((values) => `${csvLine(values)}\r\n`).join(''),
            chunk,
          );
          expect(problems).toEqual([]);
          expect(rows.map(({ values }) => values)).toEqual(records);
          expect(rows.flatMap(({ misquoted }) => misquoted)).toEqual([]);
        },
      ),
    );
  });

  it('numbers rows by the line on which they begin', async () => {
    const { rows } = await read('a,"b\r\nc\nd"\r\ne\r\n');
    expect(rows.map(({ line }) => line)).toEqual([1, 4]);
  });

  it('tells quotes that are not needed', async () => {
    const { rows, problems } = await read('a,"b","c,d",""\r\n');
    expect(rows.map(({ misquoted }) => misquoted)).toEqual([[2, 4]]);
    expect(problems).toEqual([]);
  });

  it.each([
    ['lines that end with LF', 'a,b\nc,d\n', ['LINE_END 1', 'LINE_END 1']],
    ['lines that end with CR', 'a,b\rc,d\r', ['LINE_END 1', 'LINE_END 1']],
    ['a last line that is cut', 'a,b\r\nc', ['LINE_END 2']],
    ['a last line that ends inside quotes', 'a,b\r\n"c', ['LINE_END 2', 'CSV_MALFORMED 2']],
    ['a quote inside an unquoted field', 'a,b\r\nc"d"\r\n', ['CSV_MALFORMED 2']],
    ['text behind a closing quote', 'a,b\r\n"c"d\r\n', ['CSV_MALFORMED 2']],
    ['a byte order mark', '\uFEFFa\r\n', ['BOM 1']],
  ])('tells %s', async (_, content, expected) => {
    expect((await read(content)).problems).toEqual(expected);
  });

  it('tells invalid UTF-8 once and still reads the other rows', async () => {
    const { rows, problems } = await read(Buffer.from('a\xE9\xE9\r\nb\xE9\r\nc\r\n', 'latin1'));
    expect(problems).toEqual(['ENCODING -']);
    expect(rows.at(-1)?.values).toEqual(['c']);
  });

  it('tells a character that is cut at the end of the file', async () => {
    const { problems } = await read(Buffer.from('a\r\nb\xC3', 'latin1'));
    expect(problems).toContain('ENCODING -');
  });

  it('gives up on a row that has no end instead of filling the memory', async () => {
    let chunks = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        chunks += 1;
        yield Buffer.alloc(64 * 1024, 'a');
      }
    }
    const problems: string[] = [];
    for await (const row of readRows(endless(), (code) => problems.push(code))) {
      throw new Error(`a row came out of it: ${row.line}`);
    }
    expect(problems).toEqual(['CSV_MALFORMED']);
    expect(chunks).toBeLessThan(20);
  });

  it('reads an empty file as no row', async () => {
    expect(await read('')).toEqual({ rows: [], problems: [] });
  });
});
