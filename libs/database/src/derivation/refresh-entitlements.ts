import type { PoolClient } from 'pg';
import { prepared } from '../prepared';

/**
 * Makes the ledger's untold rows of the affected attempts what the attempts' conclusions and the ruling master data
 * say (R9-R11). Rows that an issue has told are never touched, and rows that stay as they are neither: a report that waits
 * for this transaction would not see a row that was deleted and inserted anew. A second run changes nothing.
 */
export async function refreshEntitlements(client: PoolClient): Promise<void> {
  await client.query(prepared(FORGET_UNTOLD));
  await client.query(prepared(ENTITLE));
  await client.query(prepared(RAISE_UNKNOWN_PARTIES));
}

const FORGET_UNTOLD = `
  DELETE FROM entitlement e USING affected_attempt f
   WHERE e.attempt_id = f.id AND e.issue_id IS NULL
     AND NOT EXISTS (SELECT 1 FROM attempt_audience v
                      WHERE v.id = e.attempt_id AND v.recipient_id = e.recipient_id AND v.concluded_at IS NOT NULL)`;

const ENTITLE = `
  INSERT INTO entitlement (attempt_id, recipient_id, report_id, concluded_at, is_split, sees_electricity, sees_gas)
  SELECT v.id, v.recipient_id, CASE WHEN v.succeeded THEN 'S1MIG-001' ELSE 'S1MIG-002' END, v.concluded_at,
         v.is_split, v.sees_electricity, v.sees_gas
    FROM affected_attempt f
    JOIN attempt_audience v ON v.id = f.id
   WHERE v.concluded_at IS NOT NULL
  ON CONFLICT (attempt_id, recipient_id) DO UPDATE
     SET report_id = EXCLUDED.report_id, concluded_at = EXCLUDED.concluded_at, is_split = EXCLUDED.is_split,
         sees_electricity = EXCLUDED.sees_electricity, sees_gas = EXCLUDED.sees_gas
   WHERE entitlement.issue_id IS NULL
     AND (entitlement.report_id, entitlement.concluded_at, entitlement.is_split, entitlement.sees_electricity,
          entitlement.sees_gas)
         IS DISTINCT FROM
         (EXCLUDED.report_id, EXCLUDED.concluded_at, EXCLUDED.is_split, EXCLUDED.sees_electricity, EXCLUDED.sees_gas)`;

/** R10: nothing is produced for a party that the master data does not know; its outcomes stay unreported. */
const RAISE_UNKNOWN_PARTIES = `
  INSERT INTO alert (kind, subject, message)
  SELECT DISTINCT 'UNKNOWN_SUPPLIER', s.user_id,
         'The master data does not know this Responsible Supplier; its outcomes stay unreported (R10)'
    FROM affected_attempt f
    JOIN attempt a ON a.id = f.id AND a.concluded_at IS NOT NULL
   CROSS JOIN LATERAL (VALUES (a.electricity_supplier_id), (a.gas_supplier_id)) s (user_id)
   WHERE s.user_id IS NOT NULL
     AND NOT EXISTS (SELECT 1 FROM recipient r WHERE r.user_id = s.user_id AND r.role = 'SUPPLIER')
  UNION ALL
  SELECT DISTINCT 'UNKNOWN_DISTRIBUTOR', a.distributor_id,
         'The master data gives no DNO for this distributor id; its outcomes stay unreported (R10)'
    FROM affected_attempt f
    JOIN attempt a ON a.id = f.id AND a.concluded_at IS NOT NULL
   WHERE a.distributor_id IS NOT NULL
     AND NOT EXISTS (SELECT 1 FROM distributor d WHERE d.distributor_id = a.distributor_id)
  ON CONFLICT DO NOTHING`;
