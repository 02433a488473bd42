import fc from 'fast-check';
import { read, readChunks } from '../test/reading';
import {
  changed,
  CHF,
  csv,
  elements,
  MA,
  MAVR,
  MCF,
  mcf,
  MCF_NAME,
  installation,
  mgef,
  MGEF_NAME,
  mgf,
  MGF_NAME,
  ORG,
  OTHER_CHF,
  SAMPLE_FILES,
  type SampleFile,
} from '../test/sample-files';

const MEGABYTE = 1_048_576;

async function rejectionOf({ name, content }: SampleFile): Promise<string | null> {
  return (await read(name, content)).rejection;
}

/** The file with something of `megabytes` between two parts, never as one string in memory. */
async function* inflated(
  before: string,
  filler: string,
  megabytes: number,
  after: string,
): AsyncGenerator<Uint8Array> {
  yield Buffer.from(before);
  const block = Buffer.from(filler.repeat(MEGABYTE / filler.length));
  for (let written = 0; written < megabytes; written += 1) yield block;
  yield Buffer.from(after);
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

describe('a CSV file', () => {
  it.each([
    ['is empty', '', 'HEADER'],
    ['has no header', csv('10,1,,,3938424403,,20200302,,,'), 'HEADER'],
    ['begins with an empty line', `\n${MA.content}`, 'HEADER'],
    ['has the header of another kind', MA.content.replace('00,MA,', '00,MACR,'), 'HEADER'],
    ['has a header with a field too few', MA.content.replace(',2\n', '\n'), 'HEADER'],
    ['has a header with a field too many', MA.content.replace(',2\n', ',2,\n'), 'HEADER'],
    ['has its header twice', MA.content.replace(/^(.*\n)/, '$1$1'), 'HEADER'],
    ['has its header behind a record', MA.content.replace(/^(.*\n)(.*\n)/, '$2$1'), 'HEADER'],
    ['has an unknown record type', MA.content.replace('\n10,2', '\n11,2'), 'SCHEMA'],
    [
      'has a record with a field too few',
      MA.content.replace(',1,5A00000001,A\n', ',1,5A00000001\n'),
      'SCHEMA',
    ],
    [
      'has a record with a field too many',
      MA.content.replace(',5A00000001,A\n', ',5A00000001,A,\n'),
      'SCHEMA',
    ],
    ['has an empty line', MA.content.replace('\n10,2', '\n\n10,2'), 'SCHEMA'],
    ['ends in an empty line', `${MA.content}\n`, 'SCHEMA'],
    ['has a trailer', `${MA.content}99,2\n`, 'SCHEMA'],
    ['has a blank before the record type', MA.content.replace('\n10,2', '\n 10,2'), 'SCHEMA'],
    ['has a quote within a field', MA.content.replace('5A00000001', '5A"00001'), 'MALFORMED'],
    ['ends its lines in CR', MA.content.replaceAll('\n', '\r'), 'MALFORMED'],
    ['holds NUL', MA.content.replace('5A00000001', '5A\u0000'), 'MALFORMED'],
    ['announces a record too many', MA.content.replace(',2\n', ',3\n'), 'COUNT_MISMATCH'],
    ['announces a record too few', MA.content.replace(',2\n', ',1\n'), 'COUNT_MISMATCH'],
  ])('that %s is rejected', async (_, content, code) => {
    expect(content).not.toBe(MA.content);
    expect(await rejectionOf({ ...MA, content })).toBe(code);
  });

  it('counts set-aside records as announced', async () => {
    const { rejection, setAside } = await read(MA.name, MA.content.replace('\n10,2', '\n10,0'));
    expect({ rejection, setAside }).toEqual({ rejection: null, setAside: ['2 RecordNumber FIELD'] });
  });

  it('may quote every field', async () => {
    const quoted = csv(
      ...MA.content
        .trimEnd()
        .split('\n')
        .map((row) => `"${row.replaceAll(',', '","')}"`),
    );
    expect(quoted).toContain('"00","MA"');
    expect(await read(MA.name, quoted)).toEqual(await read(MA.name, MA.content));
  });

  it('sets aside one giant field and keeps the others', async () => {
    const [before = '', after = ''] = MA.content.split('5A00000001');
    const { rejection, setAside, records } = await readChunks(MA.name, inflated(before, '5', 40, after));
    expect({ rejection, setAside }).toEqual({
      rejection: null,
      setAside: ['1 OrganisationCertificateSerialNumber FIELD_TOO_LONG'],
    });
    expect(records).toHaveLength(1);
  });

  it('says in which line it is wrong', async () => {
    const { error } = await read(MA.name, MA.content.replace('\n10,2', '\n11,2'));
    expect([error?.line, error?.column]).toEqual([3, 1]);
  });
});

describe('an XML file', () => {
  it.each([
    ['is empty', () => '', 'MALFORMED'],
    ['is no XML', () => '00,MCF', 'MALFORMED'],
    ['has text behind its root', (text: string) => `${text}more`, 'MALFORMED'],
    ['has two roots', (text: string) => text + text, 'MALFORMED'],
    ['has a control character', (text: string) => text.replace('E470', 'E\u000147'), 'MALFORMED'],
    ['refers to a control character', (text: string) => text.replace('E470', 'E&#1;70'), 'MALFORMED'],
    ['has a bare ampersand', (text: string) => text.replace('E470', 'E & 70'), 'MALFORMED'],
    ['has an unbound prefix', (text: string) => text.replaceAll('Header>', 'm:Header>'), 'MALFORMED'],
    ['has a DOCTYPE', (text: string) => `<!DOCTYPE MigrationCommonFile>${text}`, 'DOCTYPE'],
    [
      'has a DOCTYPE with entities',
      (text: string) => `<!DOCTYPE a [<!ENTITY b "c">]>${text.replace('E470', '&b;')}`,
      'DOCTYPE',
    ],
    ['has no namespace', (text: string) => text.replace(/ xmlns="[^"]*"/, ''), 'SCHEMA'],
    ['has another namespace', (text: string) => text.replace('files:1', 'files:2'), 'SCHEMA'],
    [
      'has a foreign child',
      (text: string) => text.replace('<Device>', '<Device xmlns="urn:other">'),
      'SCHEMA',
    ],
    [
      'has the root of another kind',
      (text: string) => text.replaceAll('MigrationCommonFile', 'MigrationGroupFile'),
      'SCHEMA',
    ],
    ['has no header', (text: string) => text.replace(/<Header>.*<\/Header>/, ''), 'SCHEMA'],
    ['has two headers', (text: string) => text.replace(/<Header>.*<\/Header>/, '$&$&'), 'SCHEMA'],
    [
      'has its header last',
      (text: string) => text.replace(/(<Header>.*<\/Header>)([^]*<\/Installation>)/, '$2$1'),
      'SCHEMA',
    ],
    ['lacks an element of the header', (text: string) => text.replace('<SMSOID>CGI</SMSOID>', ''), 'SCHEMA'],
    [
      'lacks the last element of the header',
      (text: string) => text.replace(/<RecordCount>.*<\/RecordCount>/, ''),
      'SCHEMA',
    ],
    ['lacks an element of a record', (text: string) => text.replace(/<Active>true<\/Active>/, ''), 'SCHEMA'],
    [
      'lacks the first element of a record',
      (text: string) => text.replace(/<CHFID>[^<]*<\/CHFID>/, ''),
      'SCHEMA',
    ],
    [
      'has elements out of order',
      (text: string) =>
        text
          .replace(/(<Model>.*?<\/Model>)(<\/Device>)/, '$2')
          .replace('<Manufacturer>', '<Model>x</Model><Manufacturer>'),
      'SCHEMA',
    ],
    ['has an element twice', (text: string) => text.replace(/<Active>true<\/Active>/, '$&$&'), 'SCHEMA'],
    ['has an unknown element', (text: string) => text.replace('<Device>', '<Extra/><Device>'), 'SCHEMA'],
    [
      'has an unknown element at its end',
      (text: string) => text.replace('</Installation>', '<Extra/>$&'),
      'SCHEMA',
    ],
    ['has an element in another case', (text: string) => text.replaceAll('CHFID', 'ChfId'), 'SCHEMA'],
    ['has an element within a value', (text: string) => text.replace('E470', '<b>E470</b>'), 'SCHEMA'],
    ['has text where elements belong', (text: string) => text.replace('<Device>', 'x<Device>'), 'SCHEMA'],
    [
      'has CDATA where elements belong',
      (text: string) => text.replace('<Device>', '<![CDATA[x]]><Device>'),
      'SCHEMA',
    ],
    [
      'has a no-break space where elements belong',
      (text: string) => text.replace('<Device>', '\u00a0<Device>'),
      'SCHEMA',
    ],
    ['has an attribute', (text: string) => text.replace('<Device>', '<Device id="1">'), 'SCHEMA'],
    ['has xml:lang', (text: string) => text.replace('<Model>', '<Model xml:lang="en">'), 'SCHEMA'],
    [
      'announces a record too many',
      (text: string) => text.replace('<RecordCount>1<', '<RecordCount>2<'),
      'COUNT_MISMATCH',
    ],
    [
      'announces a record too few',
      (text: string) => text.replace('<RecordCount>1<', '<RecordCount>0<'),
      'COUNT_MISMATCH',
    ],
    [
      'has an empty value in the header',
      (text: string) => text.replace('<RecordCount>1<', '<RecordCount><'),
      'HEADER',
    ],
    [
      'has a value with blanks in the header',
      (text: string) => text.replace('<MCFCounter>12<', '<MCFCounter> 12<'),
      'HEADER',
    ],
    [
      'has an impossible creation time',
      (text: string) => text.replace('2020-03-02T', '2020-02-30T'),
      'HEADER',
    ],
    [
      'has a creation time with an offset',
      (text: string) => text.replace('04:10:00Z', '04:10:00+00:00'),
      'HEADER',
    ],
  ])('that %s is rejected', async (_, change, code) => {
    const content = change(MCF.content);
    expect(content).not.toBe(MCF.content);
    expect(await rejectionOf({ ...MCF, content })).toBe(code);
  });

  it.each([
    [
      'a prefix for the namespace',
      (text: string) => text.replace(/<(\/?)(?=\w)/g, '<$1m:').replace('xmlns=', 'xmlns:m='),
    ],
    [
      'the namespace declared again',
      (text: string) => text.replace('<Device>', '<Device xmlns="urn:mrr:migration-files:1">'),
    ],
    [
      'a schema hint',
      (text: string) =>
        text.replace(
          'xmlns=',
          'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:mrr:migration-files:1 a.xsd" xmlns=',
        ),
    ],
    [
      'comments',
      (text: string) =>
        text.replaceAll('><', '><!-- here - and there --><').replace('E470', 'E4<!-- x -->70'),
    ],
    [
      'processing instructions',
      (text: string) => `<?xml-stylesheet href="a"?>${text.replaceAll('><', '><?p q?><')}<?end?>`,
    ],
    ['CDATA', (text: string) => text.replace('Landis+Gyr', 'Landis<![CDATA[+]]>Gyr')],
    [
      'predefined entities and character references',
      (text: string) => text.replace('Landis+Gyr', 'Landis&#43;Gyr').replace('E470', '&#x45;470'),
    ],
    ['white space between elements', (text: string) => text.replaceAll('><', '>\r\n\t <')],
    [
      'white space in tags',
      (text: string) => text.replaceAll('<Model>', '<Model  >').replaceAll('</Model>', '</Model\n>'),
    ],
    [
      'lower case and unhyphenated ids',
      (text: string) => text.replace('90-B3-D5-1F-30-01-00-2A', '90b3d51f3001002a').replace('>CGI<', '>cgi<'),
    ],
    [
      'leading zeros in the counter',
      (text: string) => text.replace('<MCFCounter>12<', '<MCFCounter>000012<'),
    ],
  ])('may have %s', async (_, change) => {
    const content = change(MCF.content);
    expect(content).not.toBe(MCF.content);
    expect(await read(MCF.name, content)).toEqual(await read(MCF.name, MCF.content));
  });

  it('may have no record at all', async () => {
    expect(await read(MCF_NAME, mcf())).toMatchObject({ records: [], rejection: null });
  });

  it('says in which line and column it is wrong', async () => {
    const { error } = await read(MCF.name, MCF.content.replace('<Device>', '<Extra/><Device>'));
    const line = MCF.content.split('\n')[2] ?? '';
    expect([error?.line, error?.column]).toEqual([3, line.indexOf('<Device>') + '<Extra/>'.length]);
  });

  it('tells nothing of a value in its error text', async () => {
    const bad = changed(MCF, '</Device>', '7777777</Device>');
    const { error } = await read(bad.name, bad.content);
    expect(error?.code).toBe('SCHEMA');
    expect(error?.message).not.toContain('7777777');
  });
});

describe('a giant token', () => {
  const two = mcf(installation(), installation({ chfId: OTHER_CHF }));
  const around = (part: string): [string, string] => {
    const at = two.indexOf(part);
    return [two.slice(0, at), two.slice(at + part.length)];
  };

  it('in a value sets its record aside', async () => {
    const [before, after] = around('E470 Type 4');
    const reading = await readChunks(MCF_NAME, inflated(before, 'x', 40, after));
    expect({ rejection: reading.rejection, setAside: reading.setAside }).toEqual({
      rejection: null,
      setAside: ['1 Model FIELD_TOO_LONG'],
    });
    expect(reading.records).toHaveLength(1);
  });

  it('in CDATA of a value does so too', async () => {
    const [before, after] = around('E470 Type 4');
    const reading = await readChunks(MCF_NAME, inflated(`${before}<![CDATA[`, 'x', 40, `]]>${after}`));
    expect([reading.rejection, reading.setAside]).toEqual([null, ['1 Model FIELD_TOO_LONG']]);
  });

  it.each([
    ['a comment', '<Device>', '<!--', 'x', '--><Device>'],
    ['white space', '<Device>', '', ' ', '<Device>'],
    ['text where elements belong', '<Device>', '', 'x', '<Device>'],
    ['a tag name', '<Device>', '<', 'x', '><Device>'],
    ['an attribute value', '<Device>', '<Device a="', 'x', '">'],
    ['an attribute name', '<Device>', '<Device ', 'x', '="a">'],
    ['an entity name', 'E470 Type 4', '&', 'x', ';'],
    ['a processing instruction', '<Device>', '<?p ', 'x', '?><Device>'],
    ['the target of one', '<Device>', '<?', 'x', '?><Device>'],
    ['a tag within a value', 'E470 Type 4', '<', 'x', '/>'],
  ])('that is %s rejects the file', async (_, part, open, filler, close) => {
    const [before, after] = around(part);
    const reading = await readChunks(MCF_NAME, inflated(before + open, filler, 40, close + after));
    expect(reading.rejection).toBe('MALFORMED');
  });

  it('of countless attributes rejects the file', async () => {
    let count = 0;
    const attributes = (async function* () {
      yield Buffer.from('<MigrationCommonFile');
      for (; count < 1e6; count += 5000) {
        yield Buffer.from(Array.from({ length: 5000 }, (_, at) => ` a${count + at}=""`).join(''));
      }
    })();
    expect((await readChunks(MCF_NAME, attributes)).rejection).toBe('SCHEMA');
    expect(count).toBeLessThan(10_000);
  });

  it('of countless levels rejects the file', async () => {
    const [before, after] = around('<Device>');
    const reading = await readChunks(MCF_NAME, inflated(before, '<a>', 1, after));
    expect(reading.rejection).toBe('SCHEMA');
  });

  it('never exists in memory when its content is thrown away', async () => {
    const [before = '', after = ''] = mgef(elements({ CHFID: CHF, EncryptedContent: '%' })).split('%');
    const baseline = process.memoryUsage().rss;
    const reading = await readChunks(MGEF_NAME, inflated(before, 'QUJD', 128, after));
    expect([reading.rejection, reading.records]).toEqual([null, [{ kind: 'MGEF', chfId: CHF }]]);
    expect(process.memoryUsage().rss - baseline).toBeLessThan(100 * MEGABYTE);
  });

  it('is thrown away in CDATA and in WAN details as well', async () => {
    const [before = '', after = ''] = mgf(elements({ CHFID: CHF, WANDetails: '<![CDATA[%]]>' })).split('%');
    const reading = await readChunks(MGF_NAME, inflated(before, 'x', 40, after));
    expect([reading.rejection, reading.records]).toEqual([null, [{ kind: 'MGF', chfId: CHF }]]);
  });
});
