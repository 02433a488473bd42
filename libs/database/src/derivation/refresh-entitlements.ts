import type { PoolClient } from 'pg';
import { prepared } from '../prepared';

/**
 * Makes the ledger's untold rows of the affected attempts what the attempts' conclusions and the ruling master data
 * say (R9-R11). Rows that an issue has told are never touched. A second run changes nothing.
 */
export async function refreshEntitlements(client: PoolClient): Promise<void> {
  await client.query(prepared(FORGET_UNTOLD));
  await client.query(prepared(ENTITLE));
}

const FORGET_UNTOLD = `
  DELETE FROM entitlement e USING affected_attempt f WHERE e.attempt_id = f.id AND e.issue_id IS NULL`;

const ENTITLE = `
  INSERT INTO entitlement (attempt_id, recipient_id, report_id, concluded_at, is_split, sees_electricity, sees_gas)
  SELECT v.id, v.recipient_id, CASE WHEN v.succeeded THEN 'S1MIG-001' ELSE 'S1MIG-002' END, v.concluded_at,
         v.is_split, v.sees_electricity, v.sees_gas
    FROM affected_attempt f
    JOIN attempt_audience v ON v.id = f.id
   WHERE v.concluded_at IS NOT NULL
  ON CONFLICT (attempt_id, recipient_id) DO NOTHING`;
