import { ALL_REPORTS } from '../report-definitions';
import type { DeliveredFile } from './delivered-file';
import { changed, rawFile, reportFile, SUPPLIER, type Columns } from './report-file.fixture';
import { verifyReports, type VerificationOptions } from './verify-reports';

async function codes(files: DeliveredFile[], options?: VerificationOptions): Promise<string[]> {
  const { findings } = await verifyReports(files, options);
  return findings.map(({ severity, code, line, column }) =>
    [severity, code, line === null ? '' : `line ${line}`, column === null ? '' : `column ${column}`]
      .filter((part) => part !== '')
      .join(' '),
  );
}

/** Four weeks, as S1MIG-008 has them. */
const WEEKS: Columns[] = ['20200210', '20200217', '20200224', '20200302'].map((week) => ({ 3: week }));
/** A row of S1MIG-005 that no other report has to agree with. */
const COMMENCED_ONLY: Columns = { 6: '0', 7: '0', 8: '0' };
const attempt = (counter: number, more: Columns = {}): Columns => ({ 5: String(counter), ...more });

describe('verifyReports', () => {
  it.each(ALL_REPORTS.map(({ id }) => [id] as const))('has no objection to the example of %s', async (id) => {
    const { findings } = await verifyReports([reportFile(id, id === 'S1MIG-008' ? WEEKS : [{}])]);
    // The example of S1MIG-005 counts what no other file here tells.
    expect(findings.filter(({ code }) => code !== 'TOTAL_MISMATCH')).toEqual([]);
  });

  it('sums up each series', async () => {
    const { series, rows, files } = await verifyReports([
      reportFile('S1MIG-001', [attempt(3)], { sequence: 3 }),
      reportFile('S1MIG-001', [attempt(1), attempt(2)]),
    ]);
    expect({ rows, files }).toEqual({ rows: 3, files: 2 });
    expect(series).toEqual([
      {
        report: 'S1MIG-001',
        partySignifier: 'PXX999',
        userId: SUPPLIER,
        issues: 2,
        firstNumber: 1,
        lastNumber: 3,
        missing: [[2, 2]],
        rows: 3,
      },
    ]);
  });

  describe('names and numbers', () => {
    it('tells a name that is no report name, and does not read the file', async () => {
      const unreadable: DeliveredFile = {
        path: 'folder/S1MIG-1.csv',
        open: () => {
          throw new Error('was opened');
        },
      };
      expect(await codes([unreadable])).toEqual(['error FILE_NAME']);
    });

    it('tells numbers that are missing, at the start too', async () => {
      const files = [
        reportFile('S1MIG-001', [attempt(2)], { sequence: 2 }),
        reportFile('S1MIG-001', [attempt(5)], { sequence: 5 }),
      ];
      expect(await codes(files)).toEqual(['error SEQUENCE_GAP', 'error SEQUENCE_GAP']);
    });

    it('counts per report and User ID', async () => {
      const files = [reportFile('S1MIG-001', [attempt(1)]), reportFile('S1MIG-002', [attempt(2)])];
      expect(await codes(files)).toEqual([]);
    });

    it('tells a number that was given twice', async () => {
      const second = reportFile('S1MIG-001', [attempt(2)], { folder: 'copy' });
      expect(await codes([reportFile('S1MIG-001', [attempt(1)]), second])).toEqual([
        'error SEQUENCE_REPEATED',
      ]);
    });

    it('asks about a file created before the one with the next lower number', async () => {
      const files = [
        reportFile('S1MIG-001', [attempt(1)], { header: { 6: '20200309T060001' } }),
        reportFile('S1MIG-001', [attempt(2)], { sequence: 2, header: { 6: '20200309T060000' } }),
      ];
      expect(await codes(files)).toEqual(['warning CREATION_ORDER']);
    });

    it('asks about a folder with the reports of two Parties', async () => {
      const foreign = reportFile('S1MIG-002', [attempt(2)], { partySignifier: 'PYY888' });
      expect(await codes([reportFile('S1MIG-001', [attempt(1)]), foreign])).toEqual(['warning FOLDER_MIXED']);
    });
  });

  describe('header', () => {
    it.each<[string, Columns, string]>([
      ['User ID', { 3: '70-B3-D5-1F-30-00-A0-09' }, 'error HEADER_MISMATCH line 1 column 3'],
      ['number', { 4: '2' }, 'error HEADER_MISMATCH line 1 column 4'],
      ['number with zeros', { 4: '000001' }, 'error TYPE line 1 column 4'],
      ['title', { 5: 'Migrations Completed Successfully' }, 'error VALUE line 1 column 5'],
      ['report', { 2: 'S1MIG-002' }, 'error VALUE line 1 column 2'],
      ['record type', { 1: '10' }, 'error VALUE line 1 column 1'],
    ])('tells another %s than the name states', async (_, header, expected) => {
      expect(await codes([reportFile('S1MIG-001', [{}], { header })])).toEqual([expected]);
    });

    it('tells another creation time than the name states', async () => {
      const file = changed(reportFile('S1MIG-001', [{}]), (text) =>
        text.replace('20200309T060000', '20200309T060001'),
      );
      expect(await codes([file])).toEqual(['error HEADER_MISMATCH line 1 column 6']);
    });

    it.each([
      ['S1MIG-003', '20200308T235958'],
      ['S1MIG-004', '20200309T235959'],
      ['S1MIG-007', '20200303'],
    ] as const)('tells that %s cannot speak of %s', async (report, applicable) => {
      expect(await codes([reportFile(report, [{}], { header: { 7: applicable } })])).toContain(
        'error HEADER_PERIOD line 1 column 7',
      );
    });

    it('tells a percentage that its quantities do not give', async () => {
      expect(await codes([reportFile('S1MIG-009', [], { header: { 12: '12' } })])).toEqual([
        'error ROW_RULE line 1',
      ]);
    });
  });

  describe('rows', () => {
    const one = reportFile('S1MIG-001', [{}]);

    it.each<[string, (text: string) => string, string]>([
      ['a column too many', (text) => text.replace('CGI,', 'CGI,,'), 'error COLUMN_COUNT line 2'],
      ['a trailer', (text) => `${text}99,1\r\n`, 'error COLUMN_COUNT line 3'],
      ['an empty line', (text) => `${text}\r\n`, 'error COLUMN_COUNT line 3'],
      ['a missing value', (text) => text.replace('CGI,', ','), 'error MISSING line 2 column 2'],
      ['a value too long', (text) => text.replace('CGI,', 'CGIX,'), 'error LENGTH line 2 column 2'],
      ['a wrong type', (text) => text.replace(',12,AA', ',012,AA'), 'error TYPE line 2 column 5'],
      ['quotes without need', (text) => text.replace('CGI,', '"CGI",'), 'error QUOTING line 2 column 2'],
      ['a byte order mark', (text) => `\uFEFF${text}`, 'error BOM line 1'],
      ['a cut end', (text) => text.slice(0, -2), 'error LINE_END line 2'],
      [
        'another distributor',
        (text) => text.replace(',10,1,3938424403', ',11,1,3938424403'),
        'error ROW_RULE line 2',
      ],
      [
        'half a masked meter',
        (text) => text.replace(`3938424403,${SUPPLIER},1`, `,${SUPPLIER},1`),
        'error ROW_RULE line 2',
      ],
    ])('tell %s', async (_, change, expected) => {
      expect(await codes([changed(one, change)])).toContain(expected);
    });

    it('tell a file without any', async () => {
      expect(await codes([reportFile('S1MIG-001', [])])).toEqual(['error NO_ROWS']);
      expect(await codes([reportFile('S1MIG-009', [])])).toEqual([]);
      expect(await codes([rawFile(one.path, '')])).toEqual(['error EMPTY_FILE']);
    });

    it('tell S1MIG-008 with three weeks, or with another week', async () => {
      expect(await codes([reportFile('S1MIG-008', WEEKS.slice(0, 3))])).toEqual(['error ROW_RULE']);
      const shifted = [...WEEKS.slice(0, 3), { 3: '20200309' }];
      expect(await codes([reportFile('S1MIG-008', shifted)])).toEqual(['error ROW_RULE line 5']);
    });

    it.each<[string, Columns]>([
      ['6 is not 7 + 8 + 9', { 7: '8' }],
      ['6 is not 14 + 15 + 16 + 17', { 16: '1' }],
      ['there is no average although some succeeded', { 10: '' }],
      ['there is a maximum although none failed', { 6: '10', 8: '0', 11: '', 14: '8' }],
      ['the average exceeds the maximum', { 10: '306' }],
      ['the day lies before the 28 days', { 5: '20200209' }],
      ['the day lies behind the 28 days', { 5: '20200309' }],
    ])('of S1MIG-004 tell that %s', async (_, columns) => {
      expect(await codes([reportFile('S1MIG-004', [columns])])).toEqual(['error ROW_RULE line 2']);
    });

    it('of S1MIG-004 may lie on the first and the last of the 28 days', async () => {
      expect(await codes([reportFile('S1MIG-004', [{ 5: '20200210' }, { 5: '20200308' }])])).toEqual([]);
    });

    it.each<[string, Columns]>([
      ['a completion date without a final state', { 12: 'In Progress' }],
      ['a final state without a completion date', { 11: '' }],
      ['a rejection without a reason', { 11: '', 12: '' }],
      ['a completion after the day', { 11: '20200309' }],
    ])('of S1MIG-006 tell %s', async (_, columns) => {
      expect(await codes([reportFile('S1MIG-006', [columns])])).toEqual(['error ROW_RULE line 2']);
    });

    it('of S1MIG-003 tell a status that contradicts column 3', async () => {
      expect(await codes([reportFile('S1MIG-003', [{ 54: 'Group File Received' }])])).toEqual([
        'error ROW_RULE line 2',
      ]);
      const received = { 3: '', 7: '', 8: '', 54: 'Group File Received' };
      expect(await codes([reportFile('S1MIG-003', [received])])).toEqual([]);
    });

    it('of S1MIG-009 tell an ordinal out of place and a larger total further down', async () => {
      const rows = [{ 2: '1' }, { 2: '3' }, { 2: '3', 3: '80', 4: '8' }];
      expect(await codes([reportFile('S1MIG-009', rows)])).toEqual([
        'error ROW_RULE line 3',
        'error ROW_RULE line 4',
        'error ROW_REPEATED line 4',
      ]);
    });

    it('tell that a summary names another supplier than its recipient', async () => {
      expect(await codes([reportFile('S1MIG-007', [{ 2: '70-B3-D5-1F-30-00-A0-02' }])])).toEqual([
        'error RECIPIENT line 2 column 2',
      ]);
    });
  });

  describe('order', () => {
    it('compares counters as numbers', async () => {
      expect(await codes([reportFile('S1MIG-001', [attempt(9), attempt(10)])])).toEqual([]);
      expect(await codes([reportFile('S1MIG-001', [attempt(10), attempt(9)])])).toEqual([
        'error ROW_ORDER line 3',
      ]);
    });

    it('puts an empty distributor first', async () => {
      const row = (distributor: string): Columns => ({ 3: distributor, ...COMMENCED_ONLY });
      expect(await codes([reportFile('S1MIG-005', [row(''), row('10')])])).toEqual([]);
      expect(await codes([reportFile('S1MIG-005', [row('10'), row('')])])).toEqual([
        'error ROW_ORDER line 3',
      ]);
    });

    it('allows no two sums for one key', async () => {
      const rows = [COMMENCED_ONLY, COMMENCED_ONLY];
      expect(await codes([reportFile('S1MIG-005', rows)])).toEqual(['error ROW_REPEATED line 3']);
    });
  });

  describe('rows told again', () => {
    it('are told as repeated across issues, and across S1MIG-001 and 002', async () => {
      const files = [
        reportFile('S1MIG-001', [attempt(1), attempt(2)]),
        reportFile('S1MIG-001', [attempt(2), attempt(3)], { sequence: 2 }),
        reportFile('S1MIG-002', [attempt(3, { 54: '20200308T000000' }), attempt(4)]),
      ];
      expect(await codes(files)).toEqual(['error ROW_REPEATED line 2', 'error ROW_REPEATED line 2']);
    });

    it('are other rows when they go to another recipient', async () => {
      const other = reportFile('S1MIG-001', [attempt(1)], { userId: '70-B3-D5-1F-30-00-A0-02' });
      expect(await codes([reportFile('S1MIG-001', [attempt(1)]), other])).toEqual([]);
    });

    it('are one finding when a whole issue is repeated, and a warning if re-issues were asked for', async () => {
      const files = [
        reportFile('S1MIG-001', [attempt(1), attempt(2)]),
        reportFile('S1MIG-001', [attempt(1), attempt(2)], { sequence: 2 }),
      ];
      expect(await codes(files)).toEqual(['error ISSUE_REPEATED']);
      expect(await codes(files, { reissuesExpected: true })).toEqual(['warning ISSUE_REPEATED']);
    });

    it('include a stock or sum told twice for one period', async () => {
      const files = [reportFile('S1MIG-007', [{}]), reportFile('S1MIG-007', [{}], { sequence: 2 })];
      expect(await codes(files)).toEqual(['error ISSUE_REPEATED']);
    });

    it('may read the same in S1MIG-010, and are questions there', async () => {
      const files = [
        reportFile('S1MIG-010', [{}, { 2: '1012345678912' }]),
        reportFile('S1MIG-010', [{}, { 2: '1012345678921' }], { sequence: 2 }),
      ];
      expect(await codes(files)).toEqual(['warning ROW_REPEATED line 2']);
    });
  });

  it('lists ten findings of a kind per file and counts the others', async () => {
    const rows = Array.from({ length: 25 }, (_, index) => attempt(index + 1, { 2: 'CGIX' }));
    const { findings } = await verifyReports([reportFile('S1MIG-001', rows)]);
    expect(findings).toHaveLength(11);
    expect(findings.at(-1)).toMatchObject({
      code: 'LENGTH',
      message: 'and 15 more of this kind in the file',
    });
  });
});
