import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { borderCases } from '../../reference/border-cases';
import { csvText, reportFiles, writeFolder } from '../../reference/folders';
import type { InputFile } from '../../reference/load';
import { expectedReports } from '../../reference/model';
import { parseCsv } from '../../reference/parse-csv';
import { closingOf } from '../scenarios/files-and-slots';
import { brokenInvariants } from './invariants';

const MPAN = 10;

/** A judge that cannot condemn is worth nothing: right files pass, and each kind of wrong is found. */
describe('the invariants', () => {
  const { files, from, to } = borderCases(3, 'busy');
  const inputs = [...files].map(([path, bytes]) => ({ path, bytes }));
  const right = reportFiles(expectedReports(inputs, from, closingOf(to)));

  function judged(delivered: readonly InputFile[]): string[] {
    const folder = mkdtempSync(join(tmpdir(), 'mrr-invariants-'));
    try {
      writeFolder(folder, delivered);
      return brokenInvariants(folder, inputs, from, closingOf(to));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** The first file of a report, with its rows changed. */
  function withRows(reportId: string, change: (rows: string[][]) => string[][]): InputFile[] {
    const at = right.findIndex(({ path }) => path.includes(reportId));
    return right.map((file, index) => {
      if (index !== at) return file;
      const [header = [], ...rows] = parseCsv(file.bytes.toString('utf8'));
      return { ...file, bytes: Buffer.from(csvText([header, ...change(rows)])) };
    });
  }

  it('hold for what the second implementation makes of the files', () => {
    expect(right.length).toBeGreaterThan(50);
    expect(judged(right)).toEqual([]);
  });

  it.each(['S1MIG-001', 'S1MIG-002', 'S1MIG-006', 'S1MIG-010'])(
    'find a row of %s that is told twice',
    (report) => {
      const broken = judged(withRows(report, (rows) => [...rows, ...rows.slice(0, 1)]));
      expect(broken.join('\n')).toMatch(/^P2 .*told [2-9] times/);
    },
  );

  it.each(['S1MIG-001', 'S1MIG-002', 'S1MIG-010'])('find a row of %s that is told to nobody', (report) => {
    expect(judged(withRows(report, (rows) => rows.slice(1))).join('\n')).toMatch(
      /^P2 .*(never told|told 0 times)/,
    );
  });

  it('find a number that is missing', () => {
    const last = right.filter(({ path }) => path.includes('S1MIG-005'));
    const userId = /_(70-[0-9A-F-]+)_/.exec(last[0]?.path ?? '')?.[1] ?? '';
    const first = last.find(({ path }) => path.includes(userId));
    expect(judged(right.filter((file) => file !== first)).join('\n')).toMatch(/sequence numbers 2/);
  });

  it.each(['S1MIG-001', 'S1MIG-003'])('find a cell of %s that the recipient may not see', (report) => {
    const change = (rows: string[][]): string[][] =>
      rows.map((row) => row.map((cell, column) => (column === MPAN ? '9999999999999' : cell)));
    expect(judged(withRows(report, change)).join('\n')).toMatch(/P4 .*may not see/);
  });

  it('find a row about the installation of somebody else, and another supplier in a summary', () => {
    const foreign = right.map((file) => ({
      ...file,
      path: file.path
        .replace('70-B3-D5-1F-30-00-A0-A1', '70-B3-D5-1F-30-00-A0-E1')
        .replace('SUP001', '000008'),
    }));
    const broken = judged(foreign).join('\n');
    expect(broken).toMatch(/P4 .*installation of others/);
    expect(broken).toMatch(/P4 .*is about (another supplier|others)/);
    expect(broken).toMatch(/P4 .*not the folder/);
  });
});
