import { prepared } from '@app/database';
import type { ReportId } from '@app/mrr';
import type { PoolClient } from 'pg';
import type { ReportContext } from './report-query';

const HOUR_MS = 3_600_000;

/**
 * Claims the untold lots of a recipient whose outcomes were completed at or before the cut-off, and returns how many
 * outcomes that is at most; 0: none. They are locked in the order of their ids, as ingest locks them.
 */
export async function claimLots(
  client: PoolClient,
  reportId: ReportId,
  { issueId, recipientId, cutOff }: ReportContext,
): Promise<number> {
  // A lot holds outcomes of one hour, and slots stand on the hour; only a preview may ask for another cut-off.
  if (cutOff.getTime() % HOUR_MS !== 0) {
    await client.query(prepared(SPLIT_LOTS, [recipientId, reportId, cutOff]));
  }
  const { rows } = await client.query<{ size: string | null }>(
    prepared(CLAIM_LOTS, [issueId, recipientId, reportId, cutOff]),
  );
  return Number(rows[0]?.size ?? 0);
}

/** Moves what was completed at or before the cut-off out of the lots of the cut-off's hour, into one of its own. */
const SPLIT_LOTS = `
  WITH straddling AS (
    SELECT id, size FROM ledger_lot
     WHERE recipient_id = $1 AND report_id = $2 AND issue_id IS NULL
       AND concluded_by > $3 AND concluded_by < $3::timestamptz + interval '1 hour'
     ORDER BY id
       FOR UPDATE
  ), early AS (
    INSERT INTO ledger_lot (recipient_id, report_id, concluded_by, size)
    SELECT $1, $2, $3, sum(size) FROM straddling HAVING count(*) > 0
    RETURNING id
  )
  UPDATE ledger_entry e SET lot_id = early.id
    FROM early, straddling s
   WHERE e.lot_id = s.id AND e.concluded_at <= $3`;

/** A lot that later files have emptied is no outcome: it goes. */
const CLAIM_LOTS = `
  WITH due AS (
    SELECT id, size, EXISTS (SELECT 1 FROM ledger_entry e WHERE e.lot_id = l.id) AS has_entries
      FROM ledger_lot l
     WHERE recipient_id = $2 AND report_id = $3 AND issue_id IS NULL AND concluded_by <= $4
     ORDER BY id
       FOR UPDATE
  ), emptied AS (
    DELETE FROM ledger_lot l USING due WHERE l.id = due.id AND NOT due.has_entries
  ), claimed AS (
    UPDATE ledger_lot l SET issue_id = $1 FROM due WHERE l.id = due.id AND due.has_entries
    RETURNING l.size
  )
  SELECT sum(size) AS size FROM claimed`;
