import type { Client } from 'pg';
import { copyAttempts } from './copy-attempts';

/** The recipient with most successes in the sample. */
export async function largestRecipient(client: Client): Promise<string> {
  const { rows } = await client.query<{ recipient_id: string }>(`
    SELECT recipient_id FROM entitlement JOIN recipient r ON r.user_id = recipient_id AND r.role = 'SUPPLIER'
     WHERE report_id = 'S1MIG-001' GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1`);
  if (!rows[0]) throw new Error('The sample has no outcome');
  return rows[0].recipient_id;
}

/**
 * Gives one recipient exactly `outcomes` untold successes in the sample's own week, as after an outage.
 * @returns the number of the next copy
 */
export async function copyUntoldSuccesses(
  client: Client,
  recipientId: string,
  outcomes: number,
  firstNumber: number,
  tell: (text: string) => void,
): Promise<number> {
  const chosen = `SELECT attempt_id FROM entitlement WHERE recipient_id = '${recipientId}' AND report_id = 'S1MIG-001'`;
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (${chosen}) chosen`,
  );
  const copies = Math.ceil(outcomes / (rows[0]?.count ?? 1)) - 1;
  await copyAttempts(client, {
    attempts: chosen,
    weeksBack: Array<number>(copies).fill(0),
    firstNumber,
    isTold: false,
    tell,
  });
  await client.query(
    `DELETE FROM ledger_entry WHERE recipient_id = $1 AND attempt_id IN (
       SELECT attempt_id FROM entitlement WHERE recipient_id = $1 AND report_id = 'S1MIG-001'
        ORDER BY attempt_id OFFSET $2)`,
    [recipientId, outcomes],
  );
  await client.query('VACUUM ANALYZE ledger_entry');
  return firstNumber + copies;
}
