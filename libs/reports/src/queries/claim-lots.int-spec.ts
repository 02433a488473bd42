import { dataSourceOptions, inTransaction, lockLedger, setAffectedAttempts } from '@app/database';
import { createTestDatabase } from '@app/testing';
import type { TestDatabase } from '@app/testing';
import type { PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import { claimLots } from './claim-lots';
import type { ReportContext } from './report-query';

const context = (cutOff: string, issueId = '1'): ReportContext => ({
  recipientId: 'R',
  recipientRole: 'SUPPLIER',
  slotTime: new Date(cutOff),
  cause: 'calendar',
  cutOff: new Date(cutOff),
  issueId,
  settings: { dnoSeesGasMeter: true, tieBreakKey: 'a key for tests only' },
});

describe('the ledger', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeEach(async () => {
    database = await createTestDatabase();
    const options = { url: database.url, poolSize: 4, applicationName: 'claim-lots-test' };
    dataSource = await new DataSource(dataSourceOptions(options)).initialize();
    // The lot that stands first in the index of untold lots has the higher id.
    await dataSource.query(`
      INSERT INTO ledger_lot (recipient_id, report_id, concluded_by, size)
      VALUES ('R', 'S1MIG-001', '2020-03-02T12:00:00Z', 2), ('R', 'S1MIG-001', '2020-03-02T11:00:00Z', 1);
      INSERT INTO ledger_entry (attempt_id, recipient_id, lot_id, concluded_at, is_split, sees_electricity, sees_gas)
      VALUES (1, 'R', 1, '2020-03-02T11:10:00Z', false, true, true),
             (2, 'R', 1, '2020-03-02T12:00:00Z', false, true, true),
             (3, 'R', 2, '2020-03-02T11:00:00Z', false, true, true)`);
  });
  afterEach(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const claim = (cutOff: string): Promise<number> =>
    inTransaction(dataSource, (client) => claimLots(client, 'S1MIG-001', context(cutOff)));
  const untold = async (): Promise<string[]> => {
    const rows = await dataSource.query<{ attempt_id: string }[]>(
      'SELECT attempt_id FROM entitlement WHERE issue_id IS NULL ORDER BY 1',
    );
    return rows.map(({ attempt_id }) => attempt_id);
  };

  it('gives an outcome to one issue only, the cut-off included', async () => {
    expect(await claim('2020-03-02T11:00:00Z')).toBe(1);
    expect(await untold()).toEqual(['1', '2']);
    expect(await claim('2020-03-02T12:00:00Z')).toBe(2);
    expect(await claim('2020-03-02T12:00:00Z')).toBe(0);
  });

  it('divides a lot for a cut-off within its hour', async () => {
    await claim('2020-03-02T11:10:00Z');
    expect(await untold()).toEqual(['2']);
    await claim('2020-03-02T12:00:00Z');
    expect(await untold()).toEqual([]);
  });

  it('forgets a lot that was emptied', async () => {
    await dataSource.query('DELETE FROM ledger_entry WHERE lot_id = 1');
    expect(await claim('2020-03-02T12:00:00Z')).toBe(1);
    expect(await dataSource.query('SELECT id FROM ledger_lot')).toEqual([{ id: '2' }]);
  });

  it('is locked by claims and by ingest in one order, so that they never wait in a circle', async () => {
    await inTransaction(dataSource, async (ingest) => {
      const lockLotOf = async (client: PoolClient, attempt: number): Promise<void> => {
        await setAffectedAttempts(client, `SELECT ${attempt} AS id`, []);
        await lockLedger(client);
      };
      await lockLotOf(ingest, 1); // lot 1
      const claiming = claim('2020-03-02T12:00:00Z'); // needs both
      await until(async () => (await waitingForLocks()) > 0);
      await lockLotOf(ingest, 3); // lot 2: the claim must not hold it while it waits for lot 1
      await ingest.query('COMMIT');
      expect(await claiming).toBe(3);
      await ingest.query('BEGIN');
    });
  });

  it('tells an outcome with its issue although ingest wanted to change it meanwhile', async () => {
    let locking: Promise<void> | undefined;
    await inTransaction(dataSource, async (builder) => {
      await claimLots(builder, 'S1MIG-001', context('2020-03-02T12:00:00Z'));
      locking = inTransaction(dataSource, async (ingest) => {
        await setAffectedAttempts(ingest, 'SELECT 1 AS id', []);
        await lockLedger(ingest);
        const { rows } = await ingest.query('SELECT issue_id FROM entitlement WHERE attempt_id = 1');
        expect(rows).toEqual([{ issue_id: '1' }]);
      });
      await until(async () => (await waitingForLocks()) > 0);
    });
    await locking;
  });

  async function waitingForLocks(): Promise<number> {
    const [row] = await dataSource.query<{ count: number }[]>(
      `SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return row?.count ?? 0;
  }
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('It did not happen in 20 s');
  }
}
