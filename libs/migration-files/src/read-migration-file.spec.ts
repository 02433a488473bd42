import fc from 'fast-check';
import { read, readChunks } from '../test/reading';
import { changed, MA, MAVR, MCF, ORG, SAMPLE_FILES, type SampleFile } from '../test/sample-files';

async function rejectionOf({ name, content }: SampleFile): Promise<string | null> {
  return (await read(name, content)).rejection;
}

describe('reading any file', () => {
  it.each(SAMPLE_FILES)('$name is read without a complaint', async ({ name, content }) => {
    const { header, setAside, warnings, rejection } = await read(name, content);
    expect({ setAside, warnings, rejection }).toEqual({ setAside: [], warnings: [], rejection: null });
    expect(header?.kind).toBe(name.split('_')[0]);
  });

  it('gives every file a business key of its own', async () => {
    const keys = await Promise.all(
      SAMPLE_FILES.map(async ({ name, content }) => (await read(name, content)).header?.businessKey),
    );
    expect(new Set(keys).size).toBe(SAMPLE_FILES.length);
    expect(keys).not.toContain(undefined);
  });

  it.each(SAMPLE_FILES)('$name gives the same however its bytes are cut', async ({ name, content }) => {
    const bytes = Buffer.from(content);
    const whole = await read(name, bytes);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 60 }), async (chunkSize) => {
        expect(await read(name, bytes, { chunkSize })).toEqual(whole);
      }),
      { numRuns: 12 },
    );
  });

  it('gives the same verdict on a damaged file however its bytes are cut', async () => {
    const file = fc.constantFrom(...SAMPLE_FILES);
    const damage = fc.record({
      at: fc.nat(1000),
      byte: fc.constantFrom(0x22, 0x3c, 0x2c, 0x0d, 0x00, 0xff, 0x41),
    });
    await fc.assert(
      fc.asyncProperty(
        file,
        damage,
        fc.integer({ min: 1, max: 40 }),
        async ({ name, content }, { at, byte }, size) => {
          const bytes = Buffer.from(content);
          bytes[at % bytes.length] = byte;
          const whole = await read(name, bytes);
          const cut = await read(name, bytes, { chunkSize: size });
          // saxes tells text outside the root at the end of that text, which a chunk may end early: positions may differ.
          expect({ ...cut, error: null }).toEqual({ ...whole, error: null });
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each(SAMPLE_FILES)('$name may begin with a byte order mark', async ({ name, content }) => {
    const bytes = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(content)]);
    expect(await read(name, bytes, { chunkSize: 1 })).toEqual(await read(name, content));
  });

  it.each([ORG, MA, MAVR])(
    '$name may end its lines in CRLF, and its last one in nothing',
    async ({ name, content }) => {
      const expected = await read(name, content);
      expect(await read(name, content.replaceAll('\n', '\r\n'))).toEqual(expected);
      expect(await read(name, content.trimEnd())).toEqual(expected);
    },
  );

  it('hands out the header first and counts records from 1', async () => {
    const { header, records } = await read(MA.name, MA.content);
    expect(header).toMatchObject({ kind: 'MA', recordCount: 2 });
    expect(records).toHaveLength(2);
  });

  it('rejects a name that matches no pattern before it reads anything', async () => {
    let isRead = false;
    const source = (async function* () {
      isRead = true;
      yield new Uint8Array();
    })();
    expect((await readChunks('whatever.csv', source)).rejection).toBe('FILE_NAME');
    expect(isRead).toBe(false);
  });
});

describe('size', () => {
  it('may be the limit and not a byte more', async () => {
    const maxBytes = Buffer.byteLength(MCF.content);
    expect((await read(MCF.name, MCF.content, { maxBytes })).rejection).toBeNull();
    expect((await read(MCF.name, MCF.content, { maxBytes: maxBytes - 1 })).rejection).toBe('TOO_LARGE');
  });

  it('stops the reading as soon as it is exceeded', async () => {
    let asked = 0;
    const endless = (async function* () {
      for (;;) {
        asked += 1;
        yield Buffer.from(' '.repeat(1000));
      }
    })();
    expect((await readChunks(MCF.name, endless, { maxBytes: 10_000 })).rejection).toBe('TOO_LARGE');
    expect(asked).toBe(11);
  });
});

describe('encoding', () => {
  it('must be UTF-8, and says where it is not', async () => {
    const bytes = Buffer.from(MCF.content.replace('Landis+Gyr', 'Landis_Gyr'));
    bytes[bytes.indexOf('_Gyr')] = 0xe9;
    const { rejection, error } = await read(MCF.name, bytes);
    expect(rejection).toBe('ENCODING');
    expect([error?.line, error?.column]).toEqual([3, MCF.content.split('\n')[2]?.indexOf('+Gyr')]);
  });

  it('must be UTF-8 in CSV too', async () => {
    const { rejection, error } = await read(
      ORG.name,
      Buffer.from(ORG.content.replace('Edge', 'Édge'), 'latin1'),
    );
    expect([rejection, error?.line, error?.column]).toEqual(['ENCODING', 2, 11]);
  });

  it.each([MCF, MA])('of $name may not be UTF-16', async ({ name, content }) => {
    const utf16 = Buffer.from(content, 'utf16le');
    expect((await read(name, Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]))).rejection).toBe('ENCODING');
    expect((await read(name, utf16)).rejection).toBe('MALFORMED');
  });

  it.each([
    ['<?xml version="1.0" encoding="UTF-8"?>', null],
    ["<?xml version='1.0' encoding='utf-8' standalone='yes'?>", null],
    ['<?xml version="1.0"?>', null],
    ['<?xml version="1.1" encoding="UTF-8"?>', null],
    ['<?xml version="1.0" encoding="ISO-8859-1"?>', 'ENCODING'],
    ['<?xml version="1.0" encoding="UTF-16"?>', 'ENCODING'],
  ])('of a file declared as %s gives %s', async (declaration, code) => {
    expect(await rejectionOf({ ...MCF, content: declaration + MCF.content })).toBe(code);
  });
});

describe('form goes before content', () => {
  const wrongHeader = changed(MCF, '<MCFCounter>12<', '<MCFCounter>13<');

  it('a header that disagrees with the name is HEADER', async () => {
    expect(await rejectionOf(wrongHeader)).toBe('HEADER');
  });

  it.each([
    ['a tag that does not match', '</MigrationCommonFile>', '</MigrationCommon>', 'MALFORMED'],
    ['a cut end', /<\/Installation>[^]*/, '', 'MALFORMED'],
    ['an undefined entity', 'E470', '&nbsp;', 'MALFORMED'],
  ])('and yet %s decides', async (_, part, by, code) => {
    expect(await rejectionOf(changed(wrongHeader, part, by))).toBe(code);
  });

  it('a header that never closes is MALFORMED, not an installation in the wrong place', async () => {
    expect(await rejectionOf(changed(MCF, '</Header>', ''))).toBe('MALFORMED');
  });

  it('quotes that do not close decide over a wrong header row', async () => {
    const bad = changed(changed(MA, '00,MA,CGI', '00,MA,DXC'), '5A00000001', '"5A00000001');
    expect(await rejectionOf(bad)).toBe('MALFORMED');
  });

  it('nothing of a file is handed out behind its first fault', async () => {
    const { header, records } = await read(wrongHeader.name, wrongHeader.content);
    expect([header, records]).toEqual([null, []]);
  });
});
