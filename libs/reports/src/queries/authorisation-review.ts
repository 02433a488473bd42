import { prepared } from '@app/database';
import type { PoolClient } from 'pg';

export interface AuthorisationsToReview {
  readonly ids: readonly string[];
  /** False: a S1MIG-006 about a later day was made before, so all authorisations are looked at. */
  readonly isInOrder: boolean;
}

/**
 * The authorisations of a supplier whose outcome as at an instant may be one that was never told: those of which
 * something arrived, or happened up to the instant, since the last report looked at them. They are locked, in the order
 * of their ids, so that ingest cannot ask for another review that `moveReviewsOn` would then take away unseen.
 */
export async function authorisationsToReview(
  client: PoolClient,
  recipientId: string,
  slotTime: Date,
  asAt: Date,
): Promise<AuthorisationsToReview> {
  const later = await client.query(prepared(LATER_REPORT, [recipientId, slotTime]));
  const isInOrder = later.rowCount === 0;
  const { rows } = isInOrder
    ? await client.query<{ id: string }>(prepared(TO_REVIEW, [recipientId, asAt]))
    : await client.query<{ id: string }>(prepared(ALL, [recipientId]));
  return { ids: rows.map(({ id }) => id), isInOrder };
}

/** Notes for each the next event after the instant that is known of; null: none. */
export async function moveReviewsOn(client: PoolClient, ids: readonly string[], asAt: Date): Promise<void> {
  await client.query(prepared(MOVE_ON, [ids, asAt]));
}

/** A made-up slot of the past, or a failed one that is tried again. */
const LATER_REPORT = `
  SELECT 1 FROM slot
   WHERE report_id = 'S1MIG-006' AND recipient_id = $1 AND slot_time > $2
     AND state NOT IN ('planned', 'queued', 'building')
   LIMIT 1`;

const TO_REVIEW = `
  SELECT id FROM authorisation
   WHERE responsible_supplier_id = $1 AND review_from <= $2
   ORDER BY id
     FOR UPDATE`;

const ALL = `SELECT id FROM authorisation WHERE responsible_supplier_id = $1 ORDER BY id`;

/** The events that an outcome is made of: responses, final completions, commencements of linked attempts. */
const MOVE_ON = `
  UPDATE authorisation m
     SET review_from = least(
           (SELECT min(r.responded_at) FROM authorisation_response r
             WHERE r.authorisation_id = m.id AND r.responded_at > $2),
           (SELECT min(c.completed_at) FROM authorisation_completion c
             WHERE c.authorisation_id = m.id AND c.status <> 'IN_PROGRESS' AND c.completed_at > $2),
           (SELECT min(a.commenced_at) FROM authorisation_link l JOIN attempt a ON a.id = l.attempt_id
             WHERE l.authorisation_id = m.id AND a.commenced_at > $2))
   WHERE m.id = ANY ($1::bigint[])`;
