import { csvDate, csvInstant, fileNameInstant, isoInstant, mondayOf } from './instant';

describe('instants', () => {
  const instant = mondayOf('2020-03-02') + 4 * 3600 + 10 * 60;

  it('are written as each place wants them', () => {
    expect(isoInstant(instant)).toBe('2020-03-02T04:10:00Z');
    expect(csvInstant(instant)).toBe('20200302T041000');
    expect(csvDate(instant)).toBe('20200302');
    expect(fileNameInstant(instant)).toBe('20200302_041000');
  });

  it.each(['2020-03-03', '2020-3-2', '2020-02-30', 'Monday'])('refuse %s as a Monday', (text) => {
    expect(() => mondayOf(text)).toThrow(RangeError);
  });
});
