import type { PoolClient } from 'pg';
import { prepared } from '../prepared';

/**
 * Above this the planner must know the table's size to choose hash joins; below, the statistics run would cost more
 * than it saves.
 */
const ANALYSE_FROM_ROWS = 2_000;

/**
 * Fills the session's `affected_attempt` table (one column `id`) with the attempts that `selectIds` yields, and
 * returns how many there are. The derivations work on that set, so that a file's cost follows its own records.
 */
export async function setAffectedAttempts(
  client: PoolClient,
  selectIds: string,
  parameters: readonly unknown[],
): Promise<number> {
  // Without a key: an index would be rebuilt at every commit, which throws away all prepared plans on the table.
  await client.query('CREATE TEMP TABLE IF NOT EXISTS affected_attempt (id bigint) ON COMMIT DELETE ROWS');
  await client.query('DELETE FROM affected_attempt');
  const { rowCount } = await client.query(
    prepared(`INSERT INTO affected_attempt SELECT DISTINCT id FROM (${selectIds}) s`, parameters),
  );
  const count = rowCount ?? 0;
  if (count >= ANALYSE_FROM_ROWS) await client.query('ANALYZE affected_attempt');
  return count;
}
