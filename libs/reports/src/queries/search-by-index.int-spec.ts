import { dataSourceOptions } from '@app/database';
import { withTestDatabase } from '@app/testing';
import { DataSource } from 'typeorm';
import { REPORT_QUERIES } from '.';

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Cond'?: string;
  'Recheck Cond'?: string;
  Plans?: PlanNode[];
}

function nodesOf(plan: PlanNode): PlanNode[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}

/** Ways to the attempts that would read all of history. */
async function readingsOfHistory(
  dataSource: DataSource,
  text: string,
  values: unknown[],
): Promise<PlanNode[]> {
  const [row] = await dataSource.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }[]>(
    `EXPLAIN (FORMAT JSON) ${text}`,
    values,
  );
  if (!row) throw new Error('No plan');
  return nodesOf(row['QUERY PLAN'][0].Plan).filter(
    (node) => node['Relation Name'] === 'attempt' && !node['Index Cond'] && !node['Recheck Cond'],
  );
}

describe('in a large database', () => {
  const cases = (['S1MIG-003', 'S1MIG-004', 'S1MIG-005', 'S1MIG-007'] as const).flatMap((reportId) =>
    (['SUPPLIER', 'DNO'] as const).map((recipientRole) => ({ reportId, recipientRole })),
  );

  /** What the planner would do if reading a whole table were dear, as it is once the table is large. */
  async function withLargeTables(work: (dataSource: DataSource) => Promise<void>): Promise<void> {
    await withTestDatabase(async (url) => {
      const options = dataSourceOptions({ url, poolSize: 1, applicationName: 'search-by-index-test' });
      const dataSource = await new DataSource(options).initialize();
      try {
        await dataSource.query('SET enable_seqscan = off');
        await work(dataSource);
      } finally {
        await dataSource.destroy();
      }
    });
  }

  it.each(cases)('$reportId of a $recipientRole looks attempts up by an index', async (given) => {
    await withLargeTables(async (dataSource) => {
      const { text, values } = REPORT_QUERIES[given.reportId].detail({
        recipientId: '70-B3-D5-1F-30-00-A0-01',
        recipientRole: given.recipientRole,
        slotTime: new Date('2020-03-09T06:00:00Z'),
        cause: 'calendar',
        cutOff: new Date('2020-03-09T05:00:00Z'),
        issueId: '1',
        settings: { dnoSeesGasMeter: true, tieBreakKey: 'a key for tests only' },
      });
      expect(await readingsOfHistory(dataSource, text, [...values])).toEqual([]);
    });
  });
});
