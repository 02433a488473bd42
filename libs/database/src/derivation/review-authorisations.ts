import type { PoolClient } from 'pg';
import { prepared } from '../prepared';

/**
 * Has the next S1MIG-006 look again at the authorisations that `selectIds` yields, because something has arrived that may
 * change their outcome. The rows are locked before they are judged: a report that is being built may be about to move
 * them on without having seen what this transaction brings. In the order of their ids, as the report locks them.
 */
export async function reviewAuthorisations(
  client: PoolClient,
  selectIds: string,
  parameters: readonly unknown[],
): Promise<void> {
  const { rows } = await client.query<{ id: string; is_due: boolean }>(
    prepared(
      `SELECT m.id, m.review_from IS NOT DISTINCT FROM '-infinity' AS is_due
         FROM authorisation m
        WHERE m.id IN (${selectIds})
        ORDER BY m.id
          FOR UPDATE`,
      parameters,
    ),
  );
  const toReview = rows.filter(({ is_due }) => !is_due).map(({ id }) => id);
  if (toReview.length === 0) return;
  await client.query(
    prepared(`UPDATE authorisation SET review_from = '-infinity' WHERE id = ANY ($1::bigint[])`, [toReview]),
  );
}

/**
 * The authorisations behind the affected attempts: those that their common file records name, and those whose completion
 * responses name the attempt. Not by the view of the links, which would be read whole.
 */
export const AUTHORISATIONS_OF_AFFECTED_ATTEMPTS = `
  SELECT m.id
    FROM affected_attempt f
    JOIN installation_record i ON i.id = f.id
    JOIN authorisation m
      ON m.ma_file_name = i.electricity_ma_file AND m.ma_record_number = i.electricity_ma_record
  UNION
  SELECT m.id
    FROM affected_attempt f
    JOIN installation_record i ON i.id = f.id
    JOIN authorisation m ON m.ma_file_name = i.gas_ma_file AND m.ma_record_number = i.gas_ma_record
  UNION
  SELECT c.authorisation_id
    FROM affected_attempt f
    JOIN attempt a ON a.id = f.id
    JOIN authorisation_completion c USING (smso_id, requesting_party_id, mcf_counter, chf_id)
   WHERE c.authorisation_id IS NOT NULL`;
