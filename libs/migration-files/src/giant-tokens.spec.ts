import { readChunks } from '../test/reading';
import {
  CHF,
  elements,
  MA,
  mcf,
  MCF_NAME,
  installation,
  mgef,
  MGEF_NAME,
  mgf,
  MGF_NAME,
  OTHER_CHF,
} from '../test/sample-files';

const MEGABYTE = 1_048_576;

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

  it('in a field of a CSV file sets its record aside', async () => {
    const [before = '', after = ''] = MA.content.split('5A00000001');
    const { rejection, setAside, records } = await readChunks(MA.name, inflated(before, '5', 40, after));
    expect({ rejection, setAside }).toEqual({
      rejection: null,
      setAside: ['1 OrganisationCertificateSerialNumber FIELD_TOO_LONG'],
    });
    expect(records).toHaveLength(1);
  });
});
