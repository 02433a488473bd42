import { borderCases } from './border-cases';
import { Random } from './border/random';
import { InputFile } from './load';
import { Expected, expectedReports } from './model';

function inputs(files: Map<string, Buffer>): InputFile[] {
  return [...files].map(([path, bytes]) => ({ path, bytes }));
}

/** What recipients get, and what becomes of the files apart from which of several equal ones came first. */
function told(expected: Expected): unknown {
  return { reports: expected.reports, responses: expected.responses };
}

describe('reference model', () => {
  it.each([1, 2, 3, 4, 5, 6])('tells the same whatever the order of arrival (seed %i)', (seed) => {
    const { files, from, to } = borderCases(seed, 'small');
    const ordered = expectedReports(inputs(files), from, to);
    const shuffled = expectedReports(new Random(seed).shuffled(inputs(files)), from, to);
    expect(told(shuffled)).toEqual(told(ordered));
  });

  it.each([7, 8, 9])('tells each outcome once to each recipient (seed %i)', (seed) => {
    const { files, from, to } = borderCases(seed, 'small');
    const { reports } = expectedReports(inputs(files), from, to);
    const rows = reports
      .filter(({ reportId }) => reportId === 'S1MIG-001' || reportId === 'S1MIG-002')
      .flatMap((report) => report.rows.map((row) => [report.userId, row[1], row[3], row[4], row[8]].join()));
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows).size).toBe(rows.length);
  });

  it('makes the same files from the same seed', () => {
    expect(borderCases(11, 'small')).toEqual(borderCases(11, 'small'));
    expect(borderCases(11, 'small')).not.toEqual(borderCases(12, 'small'));
  });
});
