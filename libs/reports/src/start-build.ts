import { prepared } from '@app/database';
import { outcomeCutOff } from '@app/mrr';
import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';

/** How far the latest cut-off of a slot lies before its time (R13). */
const CUT_OFF_DISTANCE_MS = -outcomeCutOff(new Date(0)).getTime();

/**
 * Notes that the slot is being built, and its creation time: committed before the build, so that a retry has the same
 * (R15). Most slots of S1MIG-001 and 002 have nothing to tell; the ledger shows it, and they end as nil at once, for the
 * price of this one statement. Returns the state that the slot has now; null: another run has ended it.
 */
export async function startBuild(
  dataSource: DataSource,
  slotId: string,
  now: Date,
): Promise<'building' | 'nil' | null> {
  const runner = dataSource.createQueryRunner();
  try {
    const client = (await runner.connect()) as PoolClient;
    const { rows } = await client.query<{ state: 'building' | 'nil' }>(
      prepared(START, [slotId, now, `${CUT_OFF_DISTANCE_MS} milliseconds`]),
    );
    return rows[0]?.state ?? null;
  } finally {
    await runner.release();
  }
}

/** Not a slot that an earlier one must precede, nor one without recipient or with an old issue to tell: the build decides. */
const START = `
  UPDATE slot s
     SET state = CASE WHEN found.is_nil THEN 'nil' ELSE 'building' END,
         nil_reason = CASE WHEN found.is_nil THEN 'NO_ROWS' END,
         finished_at = CASE WHEN found.is_nil THEN now() END,
         ran_behind = found.is_nil AND found.is_behind,
         report_created_at = coalesce(s.report_created_at, date_trunc('second', $2::timestamptz))
    FROM (
      SELECT l.id,
             l.report_id IN ('S1MIG-001', 'S1MIG-002')
               AND l.reissues_issue_id IS NULL
               AND EXISTS (SELECT 1 FROM recipient r WHERE r.user_id = l.recipient_id)
               AND NOT EXISTS (SELECT 1 FROM ledger_lot o
                                WHERE o.recipient_id = l.recipient_id AND o.report_id = l.report_id
                                  AND o.issue_id IS NULL AND o.concluded_by <= l.slot_time - $3::interval)
               AND NOT EXISTS (SELECT 1 FROM slot e
                                WHERE e.report_id = l.report_id AND e.recipient_id = l.recipient_id
                                  AND e.state IN ('planned', 'queued', 'building')
                                  AND (e.slot_time, e.id) < (l.slot_time, l.id)) AS is_nil,
             EXISTS (SELECT 1 FROM source_file f
                      WHERE f.state = 'received'
                        AND coalesce(f.created_at, 'epoch') < l.slot_time - $3::interval) AS is_behind
        FROM slot l
       WHERE l.id = $1) found
   WHERE s.id = found.id AND s.state IN ('planned', 'queued', 'building')
  RETURNING s.state`;
