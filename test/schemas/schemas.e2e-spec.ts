import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { generateSampleFiles } from '@app/migration-files';
import { read } from '../../libs/migration-files/test/reading';
import {
  changed,
  COF,
  COF_NAME,
  cof,
  CHF,
  device,
  elements,
  installation,
  MCF,
  mcf,
  MCF_NAME,
  MCVF,
  MGEF,
  MGF,
  S1SPCF,
  SAMPLE_FILES,
  type SampleFile,
} from '../../libs/migration-files/test/sample-files';

const SCHEMAS: Readonly<Record<string, string>> = {
  MCF: 'migration-common-file.xsd',
  MCVF: 'migration-common-validation-file.xsd',
  MGF: 'migration-group-file.xsd',
  MGEF: 'migration-group-encrypted-file.xsd',
  S1SPCF: 's1sp-commissioning-file.xsd',
  COF: 'commissioning-outcome-file.xsd',
};

/** Files of the conformance kit, where it is at hand; the tests do not need it. */
const KIT = resolve('..', 'shared', 'conformance', 'in');

/** The faults that libxml2 finds in each file, or null; one process for all, since it takes a second to start. */
function validate(files: readonly SampleFile[]): (string | null)[] {
  const requests = files.map(({ name, content }) => ({
    schema: resolve('schemas', schemaOf(name)),
    content,
  }));
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(__dirname, 'validate-xml.mjs')], {
    input: JSON.stringify(requests),
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as (string | null)[];
}

function schemaOf(fileName: string): string {
  return SCHEMAS[fileName.split('_')[0] ?? ''] ?? '';
}

function faultsOf(files: readonly SampleFile[]): string[] {
  return validate(files).flatMap((fault, at) => (fault === null ? [] : [`${files[at]?.name}: ${fault}`]));
}

async function faultOfReader({ name, content }: SampleFile): Promise<string | null> {
  const { rejection, setAside } = await read(name, content);
  return rejection ?? setAside[0] ?? null;
}

describe('the schemas', () => {
  const xmlSamples = SAMPLE_FILES.filter(({ name }) => name.endsWith('.xml'));

  it('accept a sample of every kind', () => {
    expect(xmlSamples).toHaveLength(6);
    expect(faultsOf(xmlSamples)).toEqual([]);
  });

  it('accept what the generator makes', () => {
    const options = { seed: 3, from: '2020-03-02', weeks: 1, installationsPerDay: 10 };
    const files = [...generateSampleFiles(options)].flatMap(({ name, content }) =>
      name.endsWith('.xml') && Buffer.isBuffer(content) ? [{ name, content: content.toString() }] : [],
    );
    expect(files.length).toBeGreaterThan(6);
    expect(faultsOf(files)).toEqual([]);
  });

  it('accept the conformance kit, as the reader does', async () => {
    const names = existsSync(KIT) ? (readdirSync(KIT, { recursive: true }) as string[]) : [];
    const files = names.filter((name) => /\.(csv|xml)$/.test(name));
    const rejections: string[] = [];
    for (const file of files) {
      const { rejection, setAside } = await read(basename(file), readFileSync(join(KIT, file)));
      if (rejection !== null || setAside.length > 0)
        rejections.push(`${file}: ${rejection} ${setAside.join()}`);
    }
    expect(rejections).toEqual([]);
    const xml = files
      .filter((name) => name.endsWith('.xml'))
      .map((name) => ({ name: basename(name), content: readFileSync(join(KIT, name), 'utf8') }));
    expect(faultsOf(xml.map((file) => ({ ...file, content: file.content.replace('\uFEFF', '') })))).toEqual(
      [],
    );
  });

  const one = (parts: Parameters<typeof installation>[0]): SampleFile => ({
    name: MCF_NAME,
    content: mcf(installation(parts)),
  });

  const refused: readonly [string, SampleFile][] = [
    ['another namespace', changed(MCF, 'files:1', 'files:2')],
    ['an unknown element', changed(MCF, '<Device>', '<Extra/><Device>')],
    ['elements out of order', changed(MCVF, /(<CHFID>.*<\/CHFID>)(<Result>.*<\/Result>)/, '$2$1')],
    ['a missing element', changed(MCF, '<Active>true</Active>', '')],
    ['an element twice', changed(MGF, '<GroupID>CA</GroupID>', '<GroupID>CA</GroupID><GroupID>CA</GroupID>')],
    ['text where elements belong', changed(COF, '<CHFID>', 'x<CHFID>')],
    ['an attribute', changed(MGEF, '<CHFID>', '<CHFID id="1">')],
    ['a counter of zero', changed(MCF, '<MCFCounter>12<', '<MCFCounter>0<')],
    ['an impossible time', changed(MCF, '2020-03-02T', '2020-02-30T')],
    ['midnight as 24:00', changed(MCF, 'T04:10:00Z', 'T24:00:00Z')],
    ['a time with an offset', changed(MCF, '04:10:00Z', '04:10:00+00:00')],
    ['a group in lower case', changed(S1SPCF, '<GroupID>CA<', '<GroupID>ca<')],
    ['an unknown result', changed(MCVF, 'INVALID', 'SUCCESS')],
    ['an unknown rollback', changed(S1SPCF, 'COMPLETED', 'DONE')],
    ['neither meter', one({ meters: '' })],
    ['no device', one({ devices: '' })],
    ['a long model', one({ devices: device(CHF, 'CHF', { Model: 'x'.repeat(31) }) })],
    ['a formula', one({ devices: device(CHF, 'CHF', { Model: '=1' }) })],
    ['one CHF twice', { name: MCF_NAME, content: mcf(installation(), installation()) }],
  ];

  it('refuse what the reader refuses', async () => {
    const faults = validate(refused.map(([, file]) => file));
    for (const [at, [what, file]] of refused.entries()) {
      const both = [faults[at], await faultOfReader(file)];
      expect([what, ...both]).toEqual([what, expect.any(String), expect.any(String)]);
    }
  });

  const odd: readonly [string, SampleFile][] = [
    ['lower case and unhyphenated ids', changed(MCVF, CHF, '90b3d51f3001002a')],
    ['leading zeros', changed(MCF, '<MCFCounter>12<', '<MCFCounter>000012<')],
    [
      'empty optional elements',
      { name: COF_NAME, content: cof(elements({ CHFID: CHF, Result: 'SUCCESS', ReasonCode: '' })) },
    ],
    ['thirty characters outside the BMP', one({ devices: device(CHF, 'CHF', { Model: '😀'.repeat(30) }) })],
    ['a boolean with blanks around it', one({ dcc: ' true ' })],
  ];

  it('accept what is odd and good', async () => {
    const faults = validate(odd.map(([, file]) => file));
    for (const [at, [what, file]] of odd.entries()) {
      expect([what, faults[at], await faultOfReader(file)]).toEqual([what, null, null]);
    }
  });
});
