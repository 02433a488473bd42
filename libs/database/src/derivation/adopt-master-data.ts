import type { PoolClient } from 'pg';
import { setAffectedAttempts } from './affected-attempts';
import { lockLedger } from './lock-ledger';
import { refreshEntitlements } from './refresh-entitlements';

/**
 * Makes the snapshot with the latest creation instant the ruling one (fine print 3) and brings the ledger of untold
 * outcomes in line with it (R10). Does nothing when an older snapshot arrived late.
 */
export async function adoptMasterData(client: PoolClient, sourceFileId: string): Promise<void> {
  const { rows } = await client.query<{ id: string }>(`
    SELECT id FROM source_file WHERE kind = 'ORG' AND state = 'accepted' ORDER BY created_at DESC LIMIT 1`);
  if (rows[0]?.id !== sourceFileId) return;
  await client.query('CREATE TEMP TABLE former_recipient ON COMMIT DROP AS SELECT * FROM recipient');
  await client.query('CREATE TEMP TABLE former_distributor ON COMMIT DROP AS SELECT * FROM distributor');
  await client.query('DELETE FROM distributor');
  await client.query('DELETE FROM recipient');
  await client.query(
    `INSERT INTO recipient
     SELECT user_id, role, party_signifier, party_name, affiliate_group, folder, reporting_from, reporting_to
       FROM organisation_user WHERE source_file_id = $1 AND role IN ('SUPPLIER', 'DNO')`,
    [sourceFileId],
  );
  await client.query(
    `INSERT INTO distributor
     SELECT unnest(distributor_ids), user_id FROM organisation_user WHERE source_file_id = $1 AND role = 'DNO'`,
    [sourceFileId],
  );
  await client.query(CLEAR_KNOWN_PARTIES);
  const affected = await setAffectedAttempts(client, CONCLUDED_WITH_CHANGED_PARTIES, []);
  if (affected === 0) return;
  await lockLedger(client);
  await refreshEntitlements(client);
}

const CLEAR_KNOWN_PARTIES = `
  UPDATE alert SET cleared_at = now()
   WHERE cleared_at IS NULL
     AND ((kind = 'UNKNOWN_SUPPLIER' AND subject IN (SELECT user_id FROM recipient WHERE role = 'SUPPLIER'))
          OR (kind = 'UNKNOWN_DISTRIBUTOR' AND subject IN (SELECT distributor_id FROM distributor)))`;

const CONCLUDED_WITH_CHANGED_PARTIES = `
  WITH changed_supplier AS (
    SELECT DISTINCT user_id FROM (
      (SELECT user_id, role, party_signifier, affiliate_group FROM recipient
       EXCEPT SELECT user_id, role, party_signifier, affiliate_group FROM former_recipient)
      UNION ALL
      (SELECT user_id, role, party_signifier, affiliate_group FROM former_recipient
       EXCEPT SELECT user_id, role, party_signifier, affiliate_group FROM recipient)) changed
  ), changed_distributor AS (
    SELECT DISTINCT distributor_id FROM (
      (SELECT * FROM distributor EXCEPT SELECT * FROM former_distributor)
      UNION ALL
      (SELECT * FROM former_distributor EXCEPT SELECT * FROM distributor)) changed
  )
  SELECT id FROM attempt
   WHERE concluded_at IS NOT NULL
     AND (electricity_supplier_id IN (SELECT user_id FROM changed_supplier)
          OR gas_supplier_id IN (SELECT user_id FROM changed_supplier)
          OR distributor_id IN (SELECT distributor_id FROM changed_distributor))`;
