import type { PoolClient } from 'pg';
import { prepared } from '../prepared';

/**
 * Makes the ledger's untold outcomes of the affected attempts what the attempts' conclusions and the ruling master data
 * say (R9-R11). Lots that an issue has told are never touched, and entries that stay as they are neither: a report that
 * waits for this transaction would not see one that has gone into a new lot. A second run changes nothing.
 *
 * The caller holds the affected lots (`lockLedger`).
 */
export async function refreshEntitlements(client: PoolClient): Promise<void> {
  await client.query(prepared(ENTITLE));
  await client.query(prepared(RAISE_UNKNOWN_PARTIES));
}

/** New and changed entries go into lots of their own, which no report can have claimed. */
const ENTITLE = `
  WITH owed AS MATERIALIZED (
    SELECT v.id AS attempt_id, v.recipient_id, CASE WHEN v.succeeded THEN 'S1MIG-001' ELSE 'S1MIG-002' END AS report_id,
           v.concluded_at, v.is_split, v.sees_electricity, v.sees_gas
      FROM affected_attempt f
     CROSS JOIN LATERAL ( -- OFFSET 0 has each attempt looked up; a plain join would make the view of all attempts first
       SELECT * FROM attempt_audience WHERE id = f.id OFFSET 0) v
     WHERE v.concluded_at IS NOT NULL
  ), known AS MATERIALIZED (
    SELECT e.* FROM affected_attempt f JOIN entitlement e ON e.attempt_id = f.id
  ), forgotten AS (
    DELETE FROM ledger_entry e
     USING known k
     WHERE e.attempt_id = k.attempt_id AND e.recipient_id = k.recipient_id AND k.issue_id IS NULL
       AND NOT EXISTS (SELECT 1 FROM owed o WHERE o.attempt_id = k.attempt_id AND o.recipient_id = k.recipient_id)
  ), changed AS MATERIALIZED (
    SELECT o.*, hour_end(o.concluded_at) AS concluded_by
      FROM owed o
      LEFT JOIN known k USING (attempt_id, recipient_id)
     WHERE k.attempt_id IS NULL
        OR k.issue_id IS NULL
           AND (k.report_id, k.concluded_at, k.is_split, k.sees_electricity, k.sees_gas)
               IS DISTINCT FROM (o.report_id, o.concluded_at, o.is_split, o.sees_electricity, o.sees_gas)
  ), lot AS (
    INSERT INTO ledger_lot (recipient_id, report_id, concluded_by, size)
    SELECT recipient_id, report_id, concluded_by, count(*) FROM changed GROUP BY 1, 2, 3
    RETURNING id, recipient_id, report_id, concluded_by
  )
  INSERT INTO ledger_entry (attempt_id, recipient_id, lot_id, concluded_at, is_split, sees_electricity, sees_gas)
  SELECT c.attempt_id, c.recipient_id, lot.id, c.concluded_at, c.is_split, c.sees_electricity, c.sees_gas
    FROM changed c
    JOIN lot USING (recipient_id, report_id, concluded_by)
  ON CONFLICT (attempt_id, recipient_id) DO UPDATE
     SET lot_id = EXCLUDED.lot_id, concluded_at = EXCLUDED.concluded_at, is_split = EXCLUDED.is_split,
         sees_electricity = EXCLUDED.sees_electricity, sees_gas = EXCLUDED.sees_gas`;

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
