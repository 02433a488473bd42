import { generateSampleFiles } from './generate-sample-files';
import {
  attemptsOf,
  commonFileOf,
  contentsOf,
  csvRows,
  elementText,
  installationsOf,
  type SampleContents,
} from './sample-contents';

/** Whether the files of one sample fit together, as far as the regime demands it. */
describe('references between sample files', () => {
  const contents = [
    ...generateSampleFiles({ seed: 3, from: '2020-03-02', weeks: 3, installationsPerDay: 30 }),
  ].map(contentsOf);
  const ofKind = (...kinds: string[]) => contents.filter(({ kind }) => kinds.includes(kind));

  /** When each attempt is first named by files of these kinds. */
  function firstNamed(
    files: readonly SampleContents[],
    counts: (installation: string) => boolean = () => true,
  ) {
    const named = new Map<string, string>();
    for (const { file, text } of files) {
      for (const installation of installationsOf(text).filter(counts)) {
        const attempt = `${commonFileOf(text)}/${elementText(installation, 'CHFID')}`;
        const earlier = named.get(attempt);
        if (earlier === undefined || file.createdAt < earlier) named.set(attempt, file.createdAt);
      }
    }
    return named;
  }

  function expectNamedBefore(files: readonly SampleContents[], parents: ReadonlyMap<string, string>): void {
    expect(files.length).toBeGreaterThan(0);
    for (const { file, text } of files) {
      for (const attempt of attemptsOf(text)) {
        expect({ attempt, parent: parents.get(attempt) ?? 'none' }).toEqual({
          attempt,
          parent: expect.stringMatching(/^20/),
        });
        expect(file.createdAt > (parents.get(attempt) ?? '')).toBe(true);
      }
    }
  }

  it('follow the order of the process', () => {
    const isValid = (xml: string) => elementText(xml, 'Result') === 'VALID';
    expectNamedBefore(ofKind('MCVF'), firstNamed(ofKind('MCF')));
    expectNamedBefore(ofKind('MGF', 'MGEF'), firstNamed(ofKind('MCVF'), isValid));
    expectNamedBefore(ofKind('S1SPCF'), firstNamed(ofKind('MGF', 'MGEF')));
    const isSuccess = (xml: string) => elementText(xml, 'Result') === 'SUCCESS';
    expectNamedBefore(ofKind('COF'), firstNamed(ofKind('S1SPCF'), isSuccess));
  });

  it('lead from a Commissioning Outcome File to installations that the DCC is to commission', () => {
    const toBeCommissioned = firstNamed(ofKind('MCF'), (xml) => xml.includes('<ToBeCommissionedByDCC>true<'));
    expectNamedBefore(ofKind('COF'), toBeCommissioned);
  });

  it('lead from responses and common files to the authorisation record of the same meter', () => {
    const records = new Map<string, string>();
    for (const { file, text } of ofKind('MA')) {
      for (const row of csvRows(text).slice(1)) {
        records.set(`${file.name.replace('.csv', '')}/${row[1]}`, `${row[3]}/${row[4]}`);
      }
    }
    for (const { text } of ofKind('MAVR')) {
      const [header, ...rows] = csvRows(text);
      for (const row of rows) expect(records.get(`${header?.[2]}/${row[1]}`)).toBe(`${row[2]}/${row[3]}`);
    }
    for (const row of ofKind('MACR').flatMap(({ text }) => csvRows(text).slice(1))) {
      expect(records.get(`${row[1]}/${row[2]}`)).toBe(`${row[3]}/${row[4]}`);
    }
    for (const xml of ofKind('MCF').flatMap(({ text }) => installationsOf(text))) {
      for (const meter of xml.match(/<(Electricity|Gas)>.*?<\/\1>/g) ?? []) {
        const record = `${elementText(meter, 'MAFileName')}/${elementText(meter, 'MARecordNumber')}`;
        const mpxn = elementText(meter, 'ImportMPAN') ?? elementText(meter, 'MPRN') ?? 'none';
        expect(records.get(record)?.split('/')).toContain(mpxn);
      }
    }
  });

  it('answer every authorisation by the Thursday before its week', () => {
    const answered = new Set(ofKind('MAVR').map(({ text }) => csvRows(text)[0]?.[2]));
    const complete = ofKind('MA').filter(({ file }) => file.createdAt < '2020-03-20');
    expect(complete.length).toBeGreaterThan(0);
    for (const { file } of complete) expect(answered).toContain(file.name.replace('.csv', ''));
  });

  it('rarely tell the opposite of an outcome once more, a day later', () => {
    const results = new Map<string, Set<string>>();
    for (const { kind, text } of ofKind('S1SPCF', 'COF')) {
      for (const installation of installationsOf(text)) {
        const result = elementText(installation.replace(/<SmartMeteringSystem>.*/, ''), 'Result');
        const key = `${kind}/${commonFileOf(text)}/${elementText(installation, 'CHFID')}`;
        if (result !== undefined) results.set(key, (results.get(key) ?? new Set()).add(result));
      }
    }
    const contradicted = [...results.values()].filter((told) => told.size > 1).length;
    expect(contradicted).toBeGreaterThan(0);
    expect(contradicted).toBeLessThan(results.size / 50);
  });

  it('sometimes come before what they refer to', () => {
    const arrived = new Set<string>();
    let early = 0;
    for (const { kind, text } of contents) {
      if (kind === 'MCF') arrived.add(commonFileOf(text));
      if ((kind === 'MGF' || kind === 'S1SPCF') && !arrived.has(commonFileOf(text))) early++;
    }
    expect(early).toBeGreaterThan(0);
  });

  it('name parties that the last Organisations file knows', () => {
    const known = new Set(csvRows(ofKind('ORG').at(-1)?.text ?? '').map((row) => row[4]));
    const suppliers = ofKind('MCF').flatMap(
      ({ text }) => text.match(/(?<=<ResponsibleSupplierID>)[^<]*/g) ?? [],
    );
    expect(suppliers.filter((supplier) => !known.has(supplier))).toEqual([]);
    const joinsLate = [...known].filter((userId) => !ofKind('ORG')[0]?.text.includes(userId ?? ''));
    expect(joinsLate).toHaveLength(1);
  });
});
