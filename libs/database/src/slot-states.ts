import type { DataSource } from 'typeorm';

/** States that mean "not ended"; everything else is the end of a slot (P1). */
export const UNFINISHED_STATES = ['planned', 'queued', 'building', 'built', 'delivering'] as const;

export interface SlotFailure {
  readonly slotId: string;
  readonly step: 'build' | 'deliver';
  readonly code: string;
  readonly message: string;
}

/**
 * Ends a slot as failed, with its history and an alert. Conditional: a slot that ended meanwhile stays as it is, so a
 * second call for the same failure changes nothing. Returns whether it was this call that failed it.
 */
export async function failSlot(dataSource: DataSource, failure: SlotFailure): Promise<boolean> {
  const states = failure.step === 'build' ? ['planned', 'queued', 'building'] : ['built', 'delivering'];
  const failed = await dataSource.query<unknown[]>(
    `WITH failed AS (
       UPDATE slot SET state = 'failed', finished_at = now(), last_error_code = $2, last_error = $3
        WHERE id = $1 AND state = ANY ($4)
       RETURNING id, report_id, recipient_id, slot_time
     ), noted AS (
       INSERT INTO slot_failure (slot_id, step, error_code, error) SELECT id, $5, $2, $3 FROM failed
     )
     INSERT INTO alert (kind, subject, message)
     SELECT 'SLOT_FAILED', 'slot ' || id, report_id || ' for ' || recipient_id || ' due '
            || to_char(slot_time AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') || ' failed: ' || $3
       FROM failed
     ON CONFLICT DO NOTHING
     RETURNING 1`,
    [failure.slotId, failure.code, failure.message, states, failure.step],
  );
  return failed.length > 0;
}
