import type { Client } from 'pg';
import { ISSUE_OF_COPY } from './tell-history';

/**
 * The lots of the copies' outcomes, one a week for each of the sample's: copies of one week share its files, so that a
 * file has as many more outcomes in each of its lots. Needs `bench_copy` and `bench_attempt`, and `bench_told` if told.
 *
 * @param span larger than any id of the sample's lots
 */
export async function copyLots(client: Client, span: number, isTold: boolean): Promise<void> {
  // Joined: asked for each lot of each week, it would take minutes.
  const told = `LEFT JOIN bench_told t ON t.report_id = l.report_id AND t.recipient_id = l.recipient_id
                      AND t.slot_time = duty_slot(l.concluded_by)`;
  await client.query(`
    INSERT INTO ledger_lot (id, recipient_id, report_id, concluded_by, size, issue_id)
    OVERRIDING SYSTEM VALUE
    SELECT s.id + c.weeks * ${span}, s.recipient_id, s.report_id, s.concluded_by - c.weeks * interval '7 days',
           s.outcomes * c.lanes, ${isTold ? ISSUE_OF_COPY : 'NULL'}
      FROM (SELECT l.*, e.outcomes, ${isTold ? 't.number' : 'NULL'} AS told_number
              FROM ledger_lot l
              JOIN (SELECT lot_id, count(*) AS outcomes FROM ledger_entry
                     WHERE attempt_id IN (SELECT id FROM bench_attempt) GROUP BY lot_id) e ON e.lot_id = l.id
              ${isTold ? told : ''}) s
     CROSS JOIN (SELECT weeks, count(*) AS lanes FROM bench_copy GROUP BY weeks) c
        ON CONFLICT (id) DO UPDATE SET size = ledger_lot.size + EXCLUDED.size`);
}
