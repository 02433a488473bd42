import fc from 'fast-check';
import { REPORT_IDS, type ReportId } from '../report-definitions';
import {
  applicablePeriod,
  dayOf,
  endOfDay,
  endOfWeek,
  formatDate,
  formatDateTime,
  mondayOf,
  outcomeCutOff,
  parseDate,
  parseDateTime,
  slotDeadline,
  slotTimes,
} from '.';

const at = (text: string): Date => {
  const instant = parseDateTime(text);
  if (instant === null) throw new Error(`no instant: ${text}`);
  return instant;
};
const texts = (instants: Date[]): string[] => instants.map(formatDateTime);

/** Whole seconds over leap years, the turns of years and 2100, which is no leap year. */
const instants = fc
  .integer({ min: Date.UTC(2019, 0) / 1000, max: Date.UTC(2101, 0) / 1000 })
  .map((seconds) => new Date(seconds * 1000));
const reports = fc.constantFrom(...REPORT_IDS);

describe('slot times', () => {
  it.each<[ReportId, string[]]>([
    ['S1MIG-001', ['20200301T180000', '20200302T000000', '20200302T060000']],
    ['S1MIG-003', ['20200302T050000']],
    ['S1MIG-005', ['20200302T060000']],
    ['S1MIG-007', ['20200302T060000']],
    ['S1MIG-010', []],
  ])('of %s around a Monday include both ends', (report, expected) => {
    expect(texts(slotTimes(report, at('20200301T180000'), at('20200302T060000')))).toEqual(expected);
  });

  it.each<[ReportId, string]>([
    ['S1MIG-002', '20200302T120000'],
    ['S1MIG-003', '20200302T050000'],
    ['S1MIG-009', '20200302T060000'],
    ['S1MIG-010', '20200305T230000'],
  ])('of %s end a second before the slot and begin a second after it', (report, slot) => {
    const second = (offset: number): Date => new Date(at(slot).getTime() + offset * 1000);
    expect(slotTimes(report, second(-1), second(-1))).toEqual([]);
    expect(texts(slotTimes(report, second(0), second(0)))).toEqual([slot]);
    expect(slotTimes(report, second(1), second(1))).toEqual([]);
  });

  it('sweep on Thursdays at 23:00, over the end of a leap February', () => {
    expect(texts(slotTimes('S1MIG-010', at('20200226T000000'), at('20200306T000000')))).toEqual([
      '20200227T230000',
      '20200305T230000',
    ]);
  });

  it('are none when the period is turned round', () => {
    expect(slotTimes('S1MIG-001', at('20200302T000000'), at('20200301T000000'))).toEqual([]);
  });

  it('of two adjoining periods are those of the whole', () => {
    fc.assert(
      fc.property(
        reports,
        instants,
        fc.nat(20 * 86_400),
        fc.nat(20 * 86_400),
        (report, from, first, second) => {
          const middle = new Date(from.getTime() + first * 1000);
          const next = new Date(middle.getTime() + 1000);
          const to = new Date(next.getTime() + second * 1000);
          const parts = [...slotTimes(report, from, middle), ...slotTimes(report, next, to)];
          expect(parts).toEqual(slotTimes(report, from, to));
        },
      ),
    );
  });
});

describe('days and weeks', () => {
  it('change at midnight and on Monday, not a second earlier', () => {
    expect(formatDateTime(mondayOf(at('20191229T235959')))).toBe('20191223T000000');
    expect(formatDateTime(mondayOf(at('20191230T000000')))).toBe('20191230T000000');
    expect(formatDateTime(mondayOf(at('20200101T000000')))).toBe('20191230T000000');
    expect(formatDateTime(endOfWeek(at('20200224T000000')))).toBe('20200301T235959');
    expect(formatDateTime(dayOf(at('20200229T235959')))).toBe('20200229T000000');
    expect(formatDateTime(endOfDay(at('20200229T000000')))).toBe('20200229T235959');
  });

  it('hold the instant that they are of', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        expect(mondayOf(instant).getUTCDay()).toBe(1);
        expect(mondayOf(instant) <= instant && instant <= endOfWeek(instant)).toBe(true);
        expect(dayOf(instant) <= instant && instant <= endOfDay(instant)).toBe(true);
        expect(endOfWeek(instant).getTime() - mondayOf(instant).getTime()).toBe((7 * 86_400 - 1) * 1000);
      }),
    );
  });
});

describe('instants as text', () => {
  it('are read back as they were written', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        expect(parseDateTime(formatDateTime(instant))).toEqual(instant);
        expect(parseDate(formatDate(instant))).toEqual(dayOf(instant));
      }),
    );
  });

  it.each(['20210229T000000', '20200101T240000', '20200101', '20200101T0000000', ''])(
    'refuse "%s"',
    (text) => {
      expect(parseDateTime(text)).toBeNull();
    },
  );
});

describe('applicable periods', () => {
  it.each<[ReportId, string, string, string, string]>([
    ['S1MIG-003', '20200301T050000', '20200229T000000', '20200229T235959', '20200229T235959'],
    ['S1MIG-004', '20200316T060000', '20200217T000000', '20200315T235959', '20200315T235959'],
    ['S1MIG-005', '20210101T060000', '20201231T000000', '20201231T235959', '20201231'],
    ['S1MIG-006', '20200301T060000', '20200229T000000', '20200229T235959', '20200229'],
    ['S1MIG-007', '20200106T060000', '20191230T000000', '20200105T235959', '20191230'],
    ['S1MIG-008', '20200316T060000', '20200217T000000', '20200315T235959', '20200217'],
    ['S1MIG-009', '20200302T060000', '20200224T000000', '20200301T235959', '20200224'],
  ])('of %s at %s', (report, slot, start, end, header) => {
    expect(applicablePeriod(report, at(slot))).toEqual({ start: at(start), end: at(end), header });
  });

  it.each<ReportId>(['S1MIG-001', 'S1MIG-002', 'S1MIG-010'])('do not exist for %s', (report) => {
    expect(applicablePeriod(report, at('20200302T060000'))).toBeNull();
  });

  it('end a second before a day begins, and never after the slot', () => {
    fc.assert(
      fc.property(reports, instants, (report, slot) => {
        const period = applicablePeriod(report, slot);
        fc.pre(period !== null);
        expect(formatDateTime(period.end)).toMatch(/T235959$/);
        expect(formatDateTime(period.start)).toMatch(/T000000$/);
        expect(period.start < period.end && period.end < slot).toBe(true);
      }),
    );
  });
});

describe('deadlines', () => {
  it.each<[ReportId, string, string]>([
    ['S1MIG-001', '20200302T180000', '20200302T190000'],
    ['S1MIG-003', '20200302T050000', '20200302T060000'],
    ['S1MIG-010', '20200305T230000', '20200305T235959'],
    ['S1MIG-010', '20200305T235959', '20200305T235959'],
    ['S1MIG-010', '20200306T000000', '20200312T235959'],
  ])('of %s at %s is %s', (report, slot, deadline) => {
    expect(formatDateTime(slotDeadline(report, at(slot)))).toBe(deadline);
  });

  it('follow another allowance only where the regime sets no time', () => {
    const halfHour = 30 * 60_000;
    expect(formatDateTime(slotDeadline('S1MIG-005', at('20200302T060000'), halfHour))).toBe(
      '20200302T063000',
    );
    expect(formatDateTime(slotDeadline('S1MIG-003', at('20200302T050000'), halfHour))).toBe(
      '20200302T060000',
    );
    expect(formatDateTime(slotDeadline('S1MIG-010', at('20200305T230000'), halfHour))).toBe(
      '20200305T235959',
    );
  });
});

describe('the cut-off of outcomes', () => {
  it('is an hour before the slot, or six while ingest is behind (R13)', () => {
    expect(formatDateTime(outcomeCutOff(at('20200301T000000')))).toBe('20200229T230000');
    expect(formatDateTime(outcomeCutOff(at('20200301T000000'), true))).toBe('20200229T180000');
  });
});
