import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { runningOperations } from '../../../test/support/running-operations';
import type { RunningOperations } from '../../../test/support/running-operations';

/** Hundreds of requests, on a machine that is busy with other tests. */
jest.setTimeout(300_000);

interface Said {
  reportId: string;
  recipientId: string | null;
  verdict: string;
  why: string;
  rules: string[];
  sources: { file: string; record: number }[];
  issueId: string | null;
  fileName: string | null;
  row: number | null;
  columns: number[];
}
interface Part {
  subject: string;
  status: string;
  statements: Said[];
}
interface Explanation {
  summary: string;
  attempts: Part[];
  authorisations: Part[];
}
interface Issue {
  id: string;
  report_id: string;
  path: string;
  records: string[][];
}

/** Columns, from 1, in which each subject counts as one. */
const COUNTS: Readonly<Record<string, readonly number[]>> = {
  'S1MIG-004': [6, 7, 8, 9, 14, 15, 16, 17],
  'S1MIG-005': [5, 6, 7, 8],
  'S1MIG-007': [5],
  'S1MIG-008': [5, 6, 7],
  'S1MIG-009': [3, 4, 5, 6],
};
const HEADER_COUNTS: Readonly<Record<string, readonly number[]>> = { 'S1MIG-009': [8, 9, 10, 11] };
const DETAIL_REPORTS = ['S1MIG-001', 'S1MIG-002', 'S1MIG-003', 'S1MIG-006', 'S1MIG-010'];

describe('explain, over everything that a run has issued', () => {
  let world: RunningOperations;
  let issues: Issue[];
  /** Everything that is said, once per subject. */
  const said = new Map<string, Said[]>();
  const all = (): Said[] => [...said.values()].flat();

  beforeAll(async () => {
    world = await runningOperations();
    const rows = await world.dataSource.query<
      { id: string; report_id: string; folder: string; file_name: string }[]
    >('SELECT id, report_id, folder, file_name FROM issue ORDER BY id');
    issues = await Promise.all(
      rows.map(async ({ id, report_id, folder, file_name }) => {
        const path = join(world.deliveredDir, folder, file_name);
        const records = parse(await readFile(path), { relax_column_count: true }) as string[][];
        return { id, report_id, path, records };
      }),
    );
    const ask = async (kind: string, value: string): Promise<void> => {
      const answer = await world.operations.get<Explanation>(
        `/v1/explain?${kind}=${encodeURIComponent(value)}`,
      );
      expect(answer.summary).not.toBe('');
      for (const part of [...answer.attempts, ...answer.authorisations])
        said.set(part.subject, part.statements);
    };
    const chfs = await world.dataSource.query<{ value: string }[]>(
      'SELECT DISTINCT chf_id AS value FROM installation_record',
    );
    for (const { value } of chfs) await ask('chf', value);
    const authorisations = await world.dataSource.query<{ value: string }[]>(
      `SELECT ma_file_name || ':' || ma_record_number AS value FROM authorisation m
        WHERE NOT EXISTS (SELECT 1 FROM authorisation_link l WHERE l.authorisation_id = m.id)`,
    );
    for (const { value } of authorisations) await ask('authorisation', value);
  }, 540_000);
  afterAll(() => world.close());

  it('names each detail row of each delivered file exactly once', () => {
    for (const { id, report_id, records, path } of issues) {
      if (!DETAIL_REPORTS.includes(report_id)) continue;
      const named = all().flatMap(({ issueId, row }) => (issueId === id ? [row] : []));
      const rows = records.slice(1).map((_record, index) => index + 1);
      expect([path, named.sort((a, b) => (a ?? 0) - (b ?? 0))]).toEqual([path, rows]);
    }
  });

  it('counts in each cell of each delivered summary just what the cell says', () => {
    let cells = 0;
    for (const { id, report_id, records, path } of issues) {
      const inIssue = all().filter(({ issueId }) => issueId === id);
      records.forEach((record, row) => {
        const columns = (row === 0 ? HEADER_COUNTS[report_id] : COUNTS[report_id]) ?? [];
        for (const column of columns) {
          const counted = inIssue.filter((one) => one.row === row && one.columns.includes(column)).length;
          expect([path, row, column, String(counted)]).toEqual([path, row, column, record[column - 1]]);
          cells += 1;
        }
      });
    }
    expect(cells).toBeGreaterThan(100);
    expect(new Set(issues.map(({ report_id }) => report_id)).size).toBe(10);
  });

  it('rests every answer on a reason, clauses and source records, and is never at a loss', () => {
    const statements = all();
    expect(statements.length).toBeGreaterThan(1_000);
    for (const one of statements) {
      expect(one.why.length).toBeGreaterThan(10);
      expect(one.why).not.toMatch(/unknown|undefined|null|NaN/);
      expect(one.rules.some((rule) => rule.startsWith('MRR'))).toBe(true);
      if (one.verdict !== 'reported') continue;
      expect(one.fileName).toMatch(/^S1MIG-/);
      expect(one.sources.length).toBeGreaterThan(0);
    }
    const verdicts = new Set(statements.map(({ verdict }) => verdict));
    expect([...verdicts]).toEqual(
      expect.arrayContaining(['reported', 'in-process', 'not-for-you', 'blocked']),
    );
  });

  it('says of a file that came too late which reports were made without it', async () => {
    const [{ chf_id, smso_id, requesting_party_id, mcf_counter, s1sp_id, group_id }] =
      await world.dataSource.query<[Record<string, string>]>(
        `SELECT a.chf_id, a.smso_id, a.requesting_party_id, a.mcf_counter, a.group_id, o.s1sp_id
         FROM attempt a CROSS JOIN (SELECT s1sp_id FROM s1sp_outcome LIMIT 1) o
        WHERE a.commenced_at < '2020-03-14' AND a.concluded_at IS NULL AND a.pending_since IS NULL
          AND EXISTS (SELECT 1 FROM attempt_audience v WHERE v.id = a.id AND v.recipient_role = 'SUPPLIER')
        ORDER BY a.id LIMIT 1`,
      );
    const counter = '900001';
    await world.load(
      `S1SPCF_${s1sp_id}_${counter}.xml`,
      `<S1SPCommissioningFile xmlns="urn:mrr:migration-files:1"><Header><S1SPID>${s1sp_id}</S1SPID>
       <S1SPCounter>${counter}</S1SPCounter><SMSOID>${smso_id}</SMSOID><RequestingPartyID>${requesting_party_id}</RequestingPartyID>
       <MCFCounter>${mcf_counter}</MCFCounter><GroupID>${group_id}</GroupID>
       <CreationDateTime>2020-03-14T10:00:00Z</CreationDateTime><RecordCount>1</RecordCount></Header>
       <Installation><CHFID>${chf_id}</CHFID><Result>FAILURE</Result><ReasonCode>S0001</ReasonCode></Installation></S1SPCommissioningFile>`,
    );
    const { attempts } = await world.operations.get<Explanation>(`/v1/explain?chf=${chf_id}`);
    const statements = attempts.flatMap((part) => part.statements);
    const of005 = statements.filter(({ reportId }) => reportId === 'S1MIG-005');
    // What was told stays told: still in progress where the report had it so, and the outcome goes out next.
    expect(of005.some(({ why }) => why.includes('failed'))).toBe(false);
    expect(statements).toContainEqual(
      expect.objectContaining({ reportId: 'S1MIG-002', verdict: 'due', issueId: null }) as unknown,
    );
  });

  it('finds the same by meter point, with and without spelling variants of authorisations', async () => {
    const [{ mprn, file }] = await world.dataSource.query<[{ mprn: string; file: string }]>(
      `SELECT m.mprn, m.ma_file_name AS file FROM authorisation m JOIN authorisation_link l ON l.authorisation_id = m.id
        WHERE m.mprn IS NOT NULL ORDER BY m.id LIMIT 1`,
    );
    const byMprn = await world.operations.get<Explanation>(`/v1/explain?mprn=${mprn}`);
    expect(byMprn.attempts.length).toBeGreaterThan(0);
    expect(byMprn.authorisations.some(({ subject }) => subject.includes(file))).toBe(true);
    const byFile = await world.operations.get<Explanation>(`/v1/explain?authorisation=${file}`);
    expect(
      (await world.operations.get<Explanation>(`/v1/explain?authorisation=${file}.csv`)).authorisations,
    ).toEqual(byFile.authorisations);
    expect(byFile.attempts.length).toBeGreaterThan(0);
  });
});
