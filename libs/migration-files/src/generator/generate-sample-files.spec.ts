import { createHash } from 'node:crypto';
import { generateSampleFiles, type SampleOptions } from './generate-sample-files';
import { contentsOf, csvRows, elementText, installationsOf } from './sample-contents';

const OPTIONS: SampleOptions = { seed: 7, from: '2020-03-02', weeks: 3, installationsPerDay: 25 };

const generate = (change: Partial<SampleOptions> = {}) => [...generateSampleFiles({ ...OPTIONS, ...change })];

function fingerprint(change: Partial<SampleOptions>): string {
  const hash = createHash('sha256');
  for (const file of generate({ weeks: 1, installationsPerDay: 10, ...change })) {
    hash.update(JSON.stringify([file.folder, file.name, file.createdAt, file.arrivedAt]));
    hash.update(contentsOf(file).text);
  }
  return hash.digest('hex');
}

describe('generateSampleFiles', () => {
  const files = generate();
  const contents = files.map(contentsOf);
  const ofKind = (kind: string) => contents.filter((content) => content.kind === kind);
  const rowsOf = (kind: string) => ofKind(kind).flatMap(({ text }) => csvRows(text).slice(1));
  const installationsIn = (kind: string) => ofKind(kind).flatMap(({ text }) => installationsOf(text));

  it('makes the same bytes for the same seed, and others for another', () => {
    expect(fingerprint({ hostile: true })).toBe(fingerprint({ hostile: true }));
    expect(fingerprint({ seed: 8 })).not.toBe(fingerprint({}));
  });

  it('makes files of all thirteen kinds', () => {
    expect([...new Set(contents.map(({ kind }) => kind))].sort()).toEqual(
      'COF CPAUD DC MA MACR MAVR MCF MCVF MGEF MGF ORG S1SPAUD S1SPCF'.split(' '),
    );
  });

  it('hands the files out in order of arrival, none before it is created, none created after the last week', () => {
    const arrivals = files.map((file) => file.arrivedAt);
    expect(arrivals).toEqual(arrivals.toSorted());
    expect(files.filter((file) => file.arrivedAt < file.createdAt)).toEqual([]);
    expect(files.filter((file) => file.createdAt >= '2020-03-23')).toEqual([]);
  });

  it('gives each file a name of its own', () => {
    expect(new Set(files.map((file) => file.name)).size).toBe(files.length);
  });

  it('lets some files come days late', () => {
    const late = files.filter((file) => Date.parse(file.arrivedAt) - Date.parse(file.createdAt) > 86_400_000);
    expect(late.length).toBeGreaterThan(5);
  });

  it('has every kind of validation response and completion', () => {
    const results = new Set(rowsOf('MAVR').map((row) => row[4]));
    expect(results).toEqual(new Set(['ACCEPTED', 'REJECTED', 'WARNING']));
    const completions = new Set(rowsOf('MACR').map((row) => [row[5], row[10]].join(' ')));
    for (const completion of [
      'SUCCESS MIGRATION',
      'FAILED MIGRATION',
      'FAILED PRE_MIGRATION',
      'FAILED EXPIRED',
      'WARNING MIGRATION',
      'IN_PROGRESS MIGRATION',
    ]) {
      expect(completions).toContain(completion);
    }
    expect(ofKind('MAVR').some(({ file }) => file.name.endsWith('_002.csv'))).toBe(true);
  });

  it('has split, single-fuel, dormant and affiliated installations', () => {
    const installations = installationsIn('MCF');
    const suppliersOf = (xml: string) =>
      [...xml.matchAll(/<ResponsibleSupplierID>([^<]*)</g)].map(([, id]) => id);
    expect(installations.some((xml) => new Set(suppliersOf(xml)).size === 2)).toBe(true);
    expect(installations.some((xml) => !xml.includes('<Gas>'))).toBe(true);
    expect(installations.some((xml) => !xml.includes('<Electricity>'))).toBe(true);
    expect(installations.some((xml) => xml.includes('<Active>false<'))).toBe(true);
    expect(ofKind('MA').some(({ text }) => text.includes(',DCC,'))).toBe(true);
    const underOneAuthorisation = installations.filter((xml) => {
      const records = [...xml.matchAll(/<MAFileName>(.*?)<\/MARecordNumber>/g)].map(([, record]) => record);
      return records.length === 2 && records[0] === records[1] && new Set(suppliersOf(xml)).size === 2;
    });
    expect(underOneAuthorisation.length).toBeGreaterThan(0);
  });

  it('retries installations, and leaves some in process', () => {
    const chfIds = installationsIn('MCF').map((xml) => elementText(xml, 'CHFID'));
    expect(new Set(chfIds).size).toBeLessThan(chfIds.length);
    const answered = new Set(installationsIn('S1SPCF').map((xml) => elementText(xml, 'CHFID')));
    expect(chfIds.filter((chfId) => !answered.has(chfId)).length).toBeGreaterThan(0);
  });

  it('issues commitments twice for some weeks', () => {
    const reissues = ofKind('DC').filter(({ file }) => file.name.startsWith('DC-'));
    const names = new Set(files.map((file) => file.name));
    expect(reissues.length).toBeGreaterThan(0);
    for (const { file } of reissues) expect(names).toContain(file.name.replace('DC-', 'DC_'));
  });

  it('grows with the suppliers and DNOs asked for, and shares all distributor ids out', () => {
    const [first] = generate({ weeks: 1, installationsPerDay: 1, suppliers: 30, dnos: 20 });
    const rows = first ? csvRows(contentsOf(first).text) : [];
    expect(rows.filter((row) => row[3] === 'DNO')).toHaveLength(20);
    expect(rows.filter((row) => row[3] === 'SUPPLIER')).toHaveLength(30);
    const ids = rows.flatMap((row) => (row[5] ?? '').split(' ')).filter((id) => id !== '');
    expect(ids.sort()).toEqual(Array.from({ length: 20 }, (_, index) => String(10 + index)));
  });

  it.each<[string, Partial<SampleOptions>]>([
    ['a start in the middle of a week', { from: '2020-03-04' }],
    ['no weeks', { weeks: 0 }],
    ['part of an installation', { installationsPerDay: 1.5 }],
    ['too few suppliers', { suppliers: 3 }],
    ['more DNOs than distributor ids', { dnos: 21 }],
  ])('refuses %s', (_case, change) => {
    expect(() => generate(change)).toThrow(RangeError);
  });
});
