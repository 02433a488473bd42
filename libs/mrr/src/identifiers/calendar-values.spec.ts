import fc from 'fast-check';
import {
  isInWeekOf,
  isMonday,
  parseCompactDate,
  parseCompactInstant,
  parseIsoInstant,
} from './calendar-values';

describe('instants', () => {
  it.each(['2020-02-29T00:00:00Z', '2000-02-29T23:59:59Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z'])(
    '%s is real, in both notations',
    (instant) => {
      expect(parseIsoInstant(instant)).toBe(instant);
      expect(parseCompactInstant(instant.replace(/[-:Z]/g, ''))).toBe(instant);
    },
  );

  it.each([
    '2020-02-30T00:00:00Z',
    '2019-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2020-04-31T00:00:00Z',
    '2020-00-10T00:00:00Z',
    '2020-13-10T00:00:00Z',
    '2020-03-00T00:00:00Z',
    '0000-03-01T00:00:00Z',
    '2020-03-02T24:00:00Z',
    '2020-03-02T23:60:00Z',
    '2016-12-31T23:59:60Z',
  ])('%s is not, in both notations', (instant) => {
    expect(parseIsoInstant(instant)).toBeNull();
    expect(parseCompactInstant(instant.replace(/[-:Z]/g, ''))).toBeNull();
  });

  it.each([
    '2020-03-02T04:10:00',
    '2020-03-02T04:10:00.000Z',
    '2020-03-02T04:10:00+00:00',
    '2020-03-02 04:10:00Z',
    '2020-03-02t04:10:00z',
    '2020-03-02T04:10Z',
    ' 2020-03-02T04:10:00Z',
    '20200302T041000',
  ])('%j is not the notation of XML', (text) => {
    expect(parseIsoInstant(text)).toBeNull();
  });

  it.each(['20200302T0410', '20200302T041000Z', '20200302 041000', '2020-03-02T04:10:00Z', ''])(
    '%j is not the notation of CSV',
    (text) => {
      expect(parseCompactInstant(text)).toBeNull();
    },
  );

  it('takes what a calendar gives, and gives it back', () => {
    const dates = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(dates, (date) => {
        const instant = `${date.toISOString().slice(0, 19)}Z`;
        expect(parseIsoInstant(instant)).toBe(instant);
        expect(parseCompactInstant(instant.replace(/[-:Z]/g, ''))).toBe(instant);
      }),
    );
  });
});

describe('dates', () => {
  it('are stored with hyphens', () => {
    expect(parseCompactDate('20200229')).toBe('2020-02-29');
  });

  it.each(['20200230', '20190229', '2020-02-29', '2020022', '202002290', ''])('%j is none', (text) => {
    expect(parseCompactDate(text)).toBeNull();
  });
});

describe('weeks', () => {
  it('begin on Monday', () => {
    const days = ['2020-03-01', '2020-03-02', '2020-03-03', '2020-03-09'];
    expect(days.filter(isMonday)).toEqual(['2020-03-02', '2020-03-09']);
  });

  it('hold Monday to Sunday', () => {
    const days = ['2020-03-01', '2020-03-02', '2020-03-05', '2020-03-08', '2020-03-09'];
    const inside = days.filter((day) => isInWeekOf('2020-03-02', day));
    expect(inside).toEqual(['2020-03-02', '2020-03-05', '2020-03-08']);
  });
});
