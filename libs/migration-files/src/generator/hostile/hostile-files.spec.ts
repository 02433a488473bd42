import { generateSampleFiles } from '../generate-sample-files';
import { mondayOf } from '../instant';
import { sampleMarket } from '../sample-market';
import { hostileFiles } from './hostile-files';

const OPTIONS = { seed: 5, from: '2020-03-02', weeks: 1, installationsPerDay: 5 };

describe('hostile files', () => {
  const files = hostileFiles(sampleMarket(8, 5), mondayOf('2020-03-02'));

  it.each(
    'FILE_NAME ENCODING MALFORMED DOCTYPE SCHEMA HEADER COUNT_MISMATCH DUPLICATE_FILE KEY_CONFLICT'.split(
      ' ',
    ),
  )('contain a file that is refused as %s', (code) => {
    expect(files.map(({ expected }) => expected?.code)).toContain(code);
  });

  it.each('FIELD FIELD_TOO_LONG MPAN MPRN DUPLICATE_RECORD FORMULA_LEAD COF_NOT_EXPECTED'.split(' '))(
    'contain a record that is set aside as %s',
    (code) => {
      const codes = files.flatMap(({ expected }) => expected?.problems.map((problem) => problem.code));
      expect(codes).toContain(code);
    },
  );

  it('contain records of each kind that waits for a parent', () => {
    const waiting = files.filter(({ expected }) => (expected?.parked ?? 0) > 0);
    expect(waiting.map(({ name }) => name.split('_')[0])).toEqual(
      'MCVF MGF MGEF S1SPCF COF MAVR MACR'.split(' '),
    );
  });

  it('come from different folders when they have one name', () => {
    const paths = files.map(({ folder, name }) => `${folder ?? ''}/${name}`);
    expect(new Set(paths).size).toBe(files.length);
  });

  it('come only on request, in order of arrival, and leave the ordinary files as they are', () => {
    const ordinary = [...generateSampleFiles(OPTIONS)];
    const mixed = [...generateSampleFiles({ ...OPTIONS, hostile: true })];
    const arrivals = mixed.map((file) => file.arrivedAt);
    expect(arrivals).toEqual(arrivals.toSorted());
    expect(mixed.filter((file) => file.expected !== undefined)).toHaveLength(files.length);
    expect(mixed.filter((file) => file.expected === undefined)).toEqual(ordinary);
  });
});
