import { deflateRawSync } from 'node:zlib';
import { read, readChunks } from '../test/reading';
import { changed, MA, MCF, type SampleFile } from '../test/sample-files';

const MEGABYTE = 1_048_576;

const withProlog = (prolog: string, value: string): string =>
  prolog + MCF.content.replace('E470 Type 4', value);

/** Ten entities of ten of the one before: a thousand million from a kilobyte. */
function billionLaughs(): string {
  const levels = Array.from(
    { length: 9 },
    (_, level) => `<!ENTITY lol${level + 1} "${`&lol${level};`.repeat(10)}">`,
  );
  return withProlog(`<!DOCTYPE lolz [<!ENTITY lol0 "lol">${levels.join('')}]>`, '&lol9;');
}

describe('an XML bomb', () => {
  it.each([
    ['of entities within entities (billion laughs)', billionLaughs()],
    [
      'of one large entity, used often (quadratic blow-up)',
      withProlog(`<!DOCTYPE a [<!ENTITY b "${'x'.repeat(100_000)}">]>`, '&b;'.repeat(100_000)),
    ],
    ['that reads a local file', withProlog('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>', '&b;')],
    ['that asks another host', withProlog('<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">', 'x')],
    [
      'of parameter entities',
      withProlog('<!DOCTYPE a [<!ENTITY % b SYSTEM "http://127.0.0.1:9/b"> %b;]>', 'x'),
    ],
    ['within itself', withProlog('<!DOCTYPE a [<!ENTITY b "&c;"><!ENTITY c "&b;">]>', '&b;')],
  ])('%s is refused as DOCTYPE', async (_, content) => {
    const { rejection, error } = await read(MCF.name, content);
    expect([rejection, error?.line]).toEqual(['DOCTYPE', 1]);
  });

  it('is refused before the rest of the file is asked for', async () => {
    let asked = 0;
    const endless = (async function* () {
      yield Buffer.from(billionLaughs());
      for (; asked < 100; asked += 1) yield Buffer.alloc(MEGABYTE, ' ');
    })();
    expect((await readChunks(MCF.name, endless)).rejection).toBe('DOCTYPE');
    expect(asked).toBeLessThan(2);
  });

  it('of a hundred thousand levels is refused, closed or not', async () => {
    const open = '<a>'.repeat(100_000);
    for (const levels of [open, open + '</a>'.repeat(100_000)]) {
      expect((await read(MCF.name, MCF.content.replace('<Device>', `${levels}<Device>`))).rejection).toBe(
        'SCHEMA',
      );
    }
  });
});

/** A ZIP archive's only entry, as its first bytes; what follows them is of no account. */
function zipped({ name, content }: SampleFile, method: 'stored' | 'deflated'): Buffer {
  const body = method === 'stored' ? Buffer.from(content) : deflateRawSync(content);
  const header = Buffer.alloc(30);
  header.write('PK\u0003\u0004', 0, 'latin1');
  header.writeUInt16LE(method === 'stored' ? 0 : 8, 8);
  header.writeUInt32LE(body.length, 18);
  header.writeUInt32LE(content.length, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, Buffer.from(name), body]);
}

const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
const utf32 = (text: string): Buffer =>
  Buffer.concat(Array.from(`\uFEFF${text}`, (character) => Buffer.from([character.charCodeAt(0), 0, 0, 0])));
const utf7 = (text: string): string =>
  text.replaceAll('<', '+ADw-').replaceAll('"', '+ACI-').replaceAll(',', '+ACw-');
const declared = (encoding: string): string => `<?xml version="1.0" encoding="${encoding}"?>${MCF.content}`;

describe('other bytes than those of the kind', () => {
  it.each<[string, SampleFile, string | Buffer, string]>([
    ['XML in UTF-7', MCF, utf7(MCF.content), 'MALFORMED'],
    ['XML that says UTF-7', MCF, declared('UTF-7'), 'ENCODING'],
    ['XML that says windows-1252', MCF, declared('windows-1252'), 'ENCODING'],
    ['XML that says UTF-16 and is', MCF, Buffer.from(declared('UTF-16'), 'utf16le'), 'MALFORMED'],
    ['XML in UTF-16, big end first', MCF, utf16be(MCF.content), 'MALFORMED'],
    ['XML in UTF-32 with its mark', MCF, utf32(MCF.content), 'ENCODING'],
    ['XML with NUL in a value', MCF, MCF.content.replace('E470', 'E\u000070'), 'MALFORMED'],
    ['XML with NUL behind its end', MCF, `${MCF.content}\u0000`, 'MALFORMED'],
    ['XML with a second byte order mark', MCF, `\uFEFF\uFEFF${MCF.content}`, 'MALFORMED'],
    ['XML that ends within a character', MCF, Buffer.from(`${MCF.content} €`).subarray(0, -1), 'ENCODING'],
    ['CSV in UTF-7', MA, utf7(MA.content), 'HEADER'],
    ['CSV in UTF-16, big end first', MA, utf16be(MA.content), 'MALFORMED'],
    ['CSV in UTF-32 with its mark', MA, utf32(MA.content), 'ENCODING'],
    ['CSV with a second byte order mark', MA, `\uFEFF\uFEFF${MA.content}`, 'HEADER'],
    ['CSV that ends within a character', MA, Buffer.from(`${MA.content}€`).subarray(0, -1), 'ENCODING'],
    ['a ZIP archive named .xml', MCF, zipped(MCF, 'stored'), 'MALFORMED'],
    ['a ZIP archive named .csv', MA, zipped(MA, 'stored'), 'MALFORMED'],
    ['a packed ZIP archive named .xml', MCF, zipped(MCF, 'deflated'), 'MALFORMED'],
    ['a packed ZIP archive named .csv', MA, zipped(MA, 'deflated'), 'MALFORMED'],
    ['CSV named .xml', MCF, MA.content, 'MALFORMED'],
    ['XML named .csv', MA, MCF.content, 'MALFORMED'],
  ])('%s is refused', async (_, { name }, content, code) => {
    const { rejection, error } = await read(name, content);
    expect([rejection, (error?.line ?? 0) > 0]).toEqual([code, true]);
    expect(await read(name, content, { chunkSize: 1 })).toMatchObject({ rejection });
  });

  it('a character torn at every border of chunks is read as one', async () => {
    const content = MCF.content.replace('E470 Type 4', 'é€😀é€😀');
    const { records } = await read(MCF.name, content, { chunkSize: 1 });
    expect(records).toMatchObject([{ devices: { CHF: { model: 'é€😀é€😀' } } }]);
  });
});

/** The file with `megabytes` of filler between its parts, and the most that the heap grew by while it was read. */
async function readInflated(
  name: string,
  [before, filler, after]: readonly [before: string, filler: string, after: string],
  megabytes: number,
): Promise<{ rejection: string | null; line: number | undefined; grownMegabytes: number }> {
  const block = Buffer.from(filler.repeat(Math.floor(MEGABYTE / filler.length)));
  const atFirst = process.memoryUsage().heapUsed;
  let most = atFirst;
  const chunks = (async function* () {
    yield Buffer.from(before);
    for (let written = 0; written < megabytes; written += 1) {
      yield block;
      most = Math.max(most, process.memoryUsage().heapUsed);
    }
    yield Buffer.from(after);
  })();
  const { rejection, error } = await readChunks(name, chunks);
  return { rejection, line: error?.line, grownMegabytes: (most - atFirst) / MEGABYTE };
}

describe('a hostile file of 200 MB', () => {
  const [row = ''] = MA.content.split('\n').slice(1);
  const unclosed = changed(MA, '5A00000001', '"5A00000001').content;
  const [beforeDevice = '', afterDevice = ''] = MCF.content.split('<Device>');

  it.each<[string, SampleFile, [string, string, string], string]>([
    ['whose second line opens a quote that never closes', MA, [unclosed, `${row}\n`, ''], 'MALFORMED'],
    ['of nothing but quotes', MA, [unclosed, '""', ''], 'MALFORMED'],
    ['of nothing but commas', MA, [MA.content, ',', ''], 'SCHEMA'],
    ['of nothing but NUL', MA, ['', '\0', ''], 'MALFORMED'],
    ['of one attribute value', MCF, [`${beforeDevice}<Device a="`, 'x', `">${afterDevice}`], 'MALFORMED'],
    [
      'of comments',
      MCF,
      [beforeDevice, `<!--${'x'.repeat(1_000)}-->`, `<Extra/><Device>${afterDevice}`],
      'SCHEMA',
    ],
  ])('%s is refused and takes no more memory than a small one', async (_, { name }, parts, code) => {
    const { rejection, line, grownMegabytes } = await readInflated(name, parts, 200);
    expect([rejection, (line ?? 0) > 0]).toEqual([code, true]);
    expect(grownMegabytes).toBeLessThan(64);
  });
});
