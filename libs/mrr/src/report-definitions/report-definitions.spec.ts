import { exampleValues } from '../documentation/example-file';
import { ALL_REPORTS, checkRow, isReportId, REPORT_IDS, reportDefinition, type ReportId } from '.';

/** Columns of header and detail row, by MRR Appendix A. */
const COLUMNS: Record<ReportId, [header: number, detail: number]> = {
  'S1MIG-001': [6, 54],
  'S1MIG-002': [6, 54],
  'S1MIG-003': [7, 55],
  'S1MIG-004': [7, 17],
  'S1MIG-005': [7, 8],
  'S1MIG-006': [7, 49],
  'S1MIG-007': [7, 5],
  'S1MIG-008': [7, 7],
  'S1MIG-009': [14, 9],
  'S1MIG-010': [6, 8],
};

const FIXED_LENGTHS = { Boolean: 1, Date: 8, DateTime: 15 } as const;

describe.each(ALL_REPORTS.map((definition) => [definition.id, definition] as const))(
  '%s',
  (id, definition) => {
    const rows = [
      ['header', definition.header],
      ['detail', definition.detail],
    ] as const;

    it('has the columns of MRR Appendix A', () => {
      expect([definition.header.length, definition.detail.length]).toEqual(COLUMNS[id]);
    });

    it('carries its own identifier and title in the header', () => {
      expect(definition.header[1]?.values).toEqual([id]);
      expect(definition.header[4]?.values).toEqual([definition.title]);
    });

    it.each(rows)('gives no name to two columns of its %s row', (_, fields) => {
      expect(new Set(fields.map(({ name }) => name)).size).toBe(fields.length);
    });

    it.each(rows)(
      'gives dates, instants and booleans of its %s row the length of their form',
      (_, fields) => {
        for (const { type, maxLength } of fields) {
          expect(maxLength).toBe(FIXED_LENGTHS[type as keyof typeof FIXED_LENGTHS] ?? maxLength);
        }
      },
    );

    it.each(rows)('shows an example of its %s row that its own check accepts', (_, fields) => {
      expect(checkRow(fields, exampleValues(fields))).toEqual([]);
    });

    it('orders its rows by columns that it has', () => {
      for (const column of definition.order.columns) {
        expect(definition.detail[column - 1]).toBeDefined();
      }
    });
  },
);

describe('the ten reports', () => {
  it('stand in their order, each under its own identifier', () => {
    expect(ALL_REPORTS.map(({ id }) => id)).toEqual(REPORT_IDS);
    expect(REPORT_IDS.map((id) => reportDefinition(id).id)).toEqual(REPORT_IDS);
  });

  it('let only S1MIG-009 be issued without rows (R17)', () => {
    expect(ALL_REPORTS.filter(({ mayBeHeaderOnly }) => mayBeHeaderOnly).map(({ id }) => id)).toEqual([
      'S1MIG-009',
    ]);
  });

  it('let 007 to 010 wait for the first active authorisation (R14)', () => {
    const waiting = ALL_REPORTS.filter((report) => report.startsWithActiveAuthorisations).map(({ id }) => id);
    expect(waiting).toEqual(['S1MIG-007', 'S1MIG-008', 'S1MIG-009', 'S1MIG-010']);
  });

  it('make columns 3, 7 and 8 optional in S1MIG-003 alone', () => {
    const optional = (id: ReportId): number[] =>
      [3, 7, 8].filter((column) => reportDefinition(id).detail[column - 1]?.presence === 'O');
    expect(optional('S1MIG-001')).toEqual([]);
    expect(optional('S1MIG-002')).toEqual([]);
    expect(optional('S1MIG-003')).toEqual([3, 7, 8]);
  });

  it.each(['S1MIG-011', 'S1MIG-01', 's1mig-001', '', 'toString'])('do not include "%s"', (text) => {
    expect(isReportId(text)).toBe(false);
  });
});
