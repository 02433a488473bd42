import type { DeliveredFile } from './delivered-file';
import { DNO, OTHER_SUPPLIER, reportFile, SUPPLIER, type Columns } from './report-file.fixture';
import { verifyReports } from './verify-reports';

async function mismatches(files: DeliveredFile[]): Promise<string[]> {
  const { findings } = await verifyReports(files);
  expect(findings.filter(({ code }) => code !== 'TOTAL_MISMATCH')).toEqual([]);
  return findings.map(({ message, column }) => `${column}: ${message.split(': ')[1]}`);
}

/** S1MIG-005 about 8 March with one row: commenced, succeeded, failed, in progress. */
function activity(counts: [number, number, number, number], columns: Columns = {}): DeliveredFile {
  const [commenced, succeeded, failed, inProgress] = counts.map(String) as [string, string, string, string];
  return reportFile('S1MIG-005', [{ 5: commenced, 6: succeeded, 7: failed, 8: inProgress, ...columns }]);
}

const done = (counter: number, time: string, more: Columns = {}): Columns => ({
  5: String(counter),
  54: time,
  ...more,
});

describe('totals across reports', () => {
  it('agree from the first to the last second of the day', async () => {
    const files = [
      reportFile('S1MIG-001', [
        done(9, '20200307T235959'),
        done(1, '20200308T000000'),
        done(2, '20200308T235959'),
        done(8, '20200309T000000'),
      ]),
      reportFile('S1MIG-002', [done(3, '20200308T120000')]),
      reportFile('S1MIG-003', [{ 5: '4' }, { 5: '5' }]),
      activity([7, 2, 1, 2]),
    ];
    expect(await mismatches(files)).toEqual([]);
  });

  it('tell a Success that S1MIG-005 does not count', async () => {
    expect(
      await mismatches([reportFile('S1MIG-001', [done(1, '20200308T000000')]), activity([1, 0, 0, 0])]),
    ).toEqual(['6: 1 Successes of S1MIG-001, but S1MIG-005 states 0 (column 6)']);
  });

  it('tell a Failure that S1MIG-002 lacks', async () => {
    expect(await mismatches([activity([0, 0, 1, 0])])).toEqual([
      '7: 0 Failures of S1MIG-002, but S1MIG-005 states 1 (column 7)',
    ]);
  });

  it('tell a stock that S1MIG-003 does not have', async () => {
    expect(await mismatches([reportFile('S1MIG-003', [{}]), activity([1, 0, 0, 3])])).toEqual([
      '8: 1 rows of S1MIG-003, but S1MIG-005 states 3 (column 8)',
    ]);
  });

  it('tell commencements that the latest S1MIG-004 counts otherwise', async () => {
    const week = (commenced: string, sequence: number, sunday: string): DeliveredFile =>
      reportFile(
        'S1MIG-004',
        [
          {
            5: '20200308',
            6: commenced,
            9: '0',
            7: String(Number(commenced) - 2),
            14: String(Number(commenced) - 2),
          },
        ],
        {
          sequence,
          header: { 7: `${sunday}T235959` },
        },
      );
    const files = [week('11', 1, '20200308'), week('12', 2, '20200315'), activity([11, 0, 0, 0])];
    expect(await mismatches(files)).toEqual([
      '5: 12 commencements of S1MIG-004, but S1MIG-005 states 11 (column 5)',
    ]);
  });

  it('let a later S1MIG-005 about the same day rule', async () => {
    const again = reportFile('S1MIG-005', [{ 5: '1', 6: '0', 7: '0', 8: '0' }], { sequence: 2 });
    const { findings } = await verifyReports([activity([1, 1, 0, 0]), again]);
    expect(findings.map(({ code }) => code)).toEqual(['ISSUE_REPEATED']);
  });

  it('count an attempt of a DNO once per Responsible Supplier', async () => {
    const split = done(1, '20200308T000000', { 10: '1', 16: OTHER_SUPPLIER });
    const summary = reportFile(
      'S1MIG-005',
      [SUPPLIER, OTHER_SUPPLIER].map((supplier) => ({ 2: supplier, 5: '0', 6: '1', 7: '0', 8: '0' })),
      { userId: DNO },
    );
    expect(await mismatches([reportFile('S1MIG-001', [split], { userId: DNO }), summary])).toEqual([]);
  });

  it('stay silent for a DNO that is not shown the other supplier of a split installation', async () => {
    const masked = done(1, '20200308T000000', { 10: '1', 15: '', 16: '', 17: '' });
    const summary = reportFile('S1MIG-005', [{ 2: OTHER_SUPPLIER, 5: '0', 6: '1', 7: '0', 8: '0' }], {
      userId: DNO,
    });
    expect(await mismatches([reportFile('S1MIG-001', [masked], { userId: DNO }), summary])).toEqual([]);
  });

  it('cannot be compared before the first and after the last S1MIG-005', async () => {
    const files = [
      reportFile('S1MIG-001', [done(1, '20200301T000000'), done(2, '20200320T000000')]),
      activity([1, 0, 0, 0]),
    ];
    expect(await mismatches(files)).toEqual([]);
  });
});
