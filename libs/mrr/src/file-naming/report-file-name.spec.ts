import fc from 'fast-check';
import { REPORT_IDS } from '../report-definitions';
import {
  FILE_NAME_PROFILES,
  parseReportFileName,
  reportFileName,
  SequenceTooLargeError,
  type ReportFileName,
} from '.';

const PARTS: ReportFileName = {
  report: 'S1MIG-007',
  partySignifier: 'PXX999',
  userId: '70-B3-D5-1F-30-00-A0-01',
  sequence: 10,
  createdAt: new Date('2020-03-09T06:00:00Z'),
};

const octet = fc
  .integer({ min: 0, max: 255 })
  .map((value) => value.toString(16).toUpperCase().padStart(2, '0'));
const parts: fc.Arbitrary<ReportFileName> = fc.record({
  report: fc.constantFrom(...REPORT_IDS),
  partySignifier: fc.string({
    minLength: 6,
    maxLength: 6,
    unit: fc.constantFrom('A', 'Z', '0', '9', '_', ' ', 'É'),
  }),
  userId: fc.array(octet, { minLength: 8, maxLength: 8 }).map((octets) => octets.join('-')),
  sequence: fc.integer({ min: 1, max: 999_999 }),
  createdAt: fc.integer({ min: 0, max: Date.UTC(2100, 0) / 1000 }).map((seconds) => new Date(seconds * 1000)),
});

describe('report file names', () => {
  it.each([
    ['appendix-b', 'S1MIG-007_PXX999_70-B3-D5-1F-30-00-A0-01_000010_20200309#060000.csv'],
    ['example', 'S1MIG-07_PXX999_70-B3-D5-1F-30-00-A0-01_000010_20200309#060000.csv'],
    ['plain', 'S1MIG-007_PXX999_70-B3-D5-1F-30-00-A0-01_000010_20200309T060000.csv'],
  ] as const)('follow the profile %s (R16)', (profile, name) => {
    expect(reportFileName(PARTS, profile)).toBe(name);
  });

  it('shorten the tenth report in the example profile to S1MIG-10', () => {
    expect(reportFileName({ ...PARTS, report: 'S1MIG-010' }, 'example')).toMatch(/^S1MIG-10_/);
  });

  it('are read back in every profile', () => {
    fc.assert(
      fc.property(parts, fc.constantFrom(...FILE_NAME_PROFILES), (expected, profile) => {
        expect(parseReportFileName(reportFileName(expected, profile))).toEqual({ ...expected, profile });
      }),
    );
  });

  it('are refused beyond six digits instead of cut (fine print 35)', () => {
    expect(reportFileName({ ...PARTS, sequence: 999_999 })).toContain('_999999_');
    expect(() => reportFileName({ ...PARTS, sequence: 1_000_000 })).toThrow(SequenceTooLargeError);
  });

  it.each([
    ['an unknown report', 'S1MIG-011_PXX999_70-B3-D5-1F-30-00-A0-01_000010_20200309#060000.csv'],
    ['two digits with T', 'S1MIG-07_PXX999_70-B3-D5-1F-30-00-A0-01_000010_20200309T060000.csv'],
    ['number 0', 'S1MIG-007_PXX999_70-B3-D5-1F-30-00-A0-01_000000_20200309#060000.csv'],
    ['five digits', 'S1MIG-007_PXX999_70-B3-D5-1F-30-00-A0-01_00010_20200309#060000.csv'],
    ['a short signifier', 'S1MIG-007_PXX99_70-B3-D5-1F-30-00-A0-01_000010_20200309#060000.csv'],
    ['a lower-case User ID', 'S1MIG-007_PXX999_70-b3-d5-1f-30-00-a0-01_000010_20200309#060000.csv'],
    ['30 February', 'S1MIG-007_PXX999_70-B3-D5-1F-30-00-A0-01_000010_20200230#060000.csv'],
    ['no extension', 'S1MIG-007_PXX999_70-B3-D5-1F-30-00-A0-01_000010_20200309#060000'],
    ['a temporary name', 'S1MIG-007_PXX999_70-B3-D5-1F-30-00-A0-01_000010_20200309#060000.csv.tmp'],
  ])('are not recognised with %s', (_, name) => {
    expect(parseReportFileName(name)).toBeNull();
  });
});
