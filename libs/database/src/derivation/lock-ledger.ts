import type { PoolClient } from 'pg';
import { prepared } from '../prepared';

/**
 * Locks the lots of untold outcomes that the affected attempts stand in, so that no report can claim them meanwhile. In
 * the order of their ids, as a claim locks them: two that meet wait for each other in turn, never in a circle. Waits
 * for the end of a report that has claimed one of them; its outcomes are told then. A second call changes nothing.
 */
export async function lockLedger(client: PoolClient): Promise<void> {
  await client.query(
    prepared(`
      SELECT FROM ledger_lot
       WHERE issue_id IS NULL
         AND id IN (SELECT e.lot_id FROM affected_attempt f JOIN ledger_entry e ON e.attempt_id = f.id)
       ORDER BY id
         FOR UPDATE`),
  );
}
