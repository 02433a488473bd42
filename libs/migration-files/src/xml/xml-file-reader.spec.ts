import { read } from '../../test/reading';
import { changed, MCF, mcf, MCF_NAME, type SampleFile } from '../../test/sample-files';

async function rejectionOf({ name, content }: SampleFile): Promise<string | null> {
  return (await read(name, content)).rejection;
}

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

  it('says in which line, column and record it is wrong', async () => {
    const { error } = await read(MCF.name, MCF.content.replace('<Device>', '<Extra/><Device>'));
    const line = MCF.content.split('\n')[2] ?? '';
    const column = line.indexOf('<Device>') + '<Extra/>'.length;
    expect([error?.line, error?.column, error?.record]).toEqual([3, column, 1]);
  });

  it('names no record where the header is wrong', async () => {
    const { error } = await read(MCF.name, MCF.content.replace('<MCFCounter>', '<Extra/><MCFCounter>'));
    expect([error?.line, error?.record]).toEqual([2, undefined]);
  });

  it('tells nothing of a value in its error text', async () => {
    const bad = changed(MCF, '</Device>', '7777777</Device>');
    const { error } = await read(bad.name, bad.content);
    expect(error?.code).toBe('SCHEMA');
    expect(error?.message).not.toContain('7777777');
  });
});
