import type { PoolClient } from 'pg';
import { prepared } from '../prepared';
import { lockLedger } from './lock-ledger';

/**
 * Recomputes the timeline of every affected attempt from the records that speak of it: commencement (R1, R2, fine
 * print 9), pending (fine print 10), conclusion (R3, fine print 10, 11, 14). A pure function of the loaded records, so
 * the order of arrival does not matter. The one exception: an attempt whose outcome an issued report has told keeps
 * its timeline (R3); its lots of the ledger are locked first, so that no report can tell it meanwhile.
 *
 * A second run on the same records changes nothing.
 */
export async function deriveAttempts(client: PoolClient): Promise<void> {
  await lockLedger(client);
  await client.query(prepared(DERIVE_TIMELINE));
  await client.query(prepared(RAISE_CONTRADICTIONS));
}

const OUTCOMES = `
  untold AS (
    SELECT a.id, a.to_be_commissioned_by_dcc
      FROM affected_attempt f
      JOIN attempt a ON a.id = f.id
     WHERE NOT EXISTS (SELECT 1 FROM entitlement e WHERE e.attempt_id = a.id AND e.issue_id IS NOT NULL)
  ),
  -- Each group file is judged by the latest validation created strictly before it; the earliest that passes commences.
  commencement AS (
    SELECT DISTINCT ON (g.attempt_id) g.attempt_id, g.created_at, g.group_id
      FROM untold u
      JOIN group_membership g ON g.attempt_id = u.id
     WHERE coalesce((SELECT v.is_valid
                       FROM validation_result v
                      WHERE v.attempt_id = g.attempt_id AND v.created_at < g.created_at
                      ORDER BY v.created_at DESC, v.s1sp_id COLLATE "C" DESC, v.s1sp_counter DESC
                      LIMIT 1), true)
     ORDER BY g.attempt_id, g.created_at, g.is_encrypted, g.group_id COLLATE "C"
  ),
  -- The S1SPCF of column 3 behind a COF: the earliest SUCCESS, else the earliest. Also: pending since the first SUCCESS.
  leading_s1sp AS (
    SELECT DISTINCT ON (o.attempt_id) o.attempt_id, o.created_at, o.s1sp_id, o.s1sp_counter, o.succeeded
      FROM untold u
      JOIN s1sp_outcome o ON o.attempt_id = u.id
     ORDER BY o.attempt_id, NOT o.succeeded, o.created_at, o.s1sp_id COLLATE "C", o.s1sp_counter
  ),
  concluding AS (
    SELECT o.attempt_id, o.created_at, 1 AS file_rank, o.s1sp_id AS party_id, o.s1sp_counter AS party_counter,
           o.succeeded, o.created_at AS commissioning_file_at
      FROM untold u
      JOIN s1sp_outcome o ON o.attempt_id = u.id
     WHERE NOT u.to_be_commissioned_by_dcc OR NOT o.succeeded
    UNION ALL
    SELECT c.attempt_id, c.created_at, 2, c.commissioning_party_id, c.commissioning_party_counter, c.succeeded, l.created_at
      FROM untold u
      JOIN commissioning_outcome c ON c.attempt_id = u.id
      JOIN leading_s1sp l ON l.attempt_id = u.id
  ),
  conclusion AS (
    SELECT DISTINCT ON (attempt_id) *
      FROM concluding
     ORDER BY attempt_id, created_at, file_rank, party_id COLLATE "C", party_counter
  )`;

const DERIVE_TIMELINE = `
  WITH ${OUTCOMES}
  UPDATE attempt a
     SET commenced_at = s.created_at,
         group_id = s.group_id,
         pending_since = CASE WHEN is_pending THEN l.created_at END,
         pending_party_id = CASE WHEN is_pending THEN l.s1sp_id END,
         pending_party_counter = CASE WHEN is_pending THEN l.s1sp_counter END,
         concluded_at = CASE WHEN s.created_at IS NOT NULL THEN c.created_at END,
         succeeded = CASE WHEN s.created_at IS NOT NULL THEN c.succeeded END,
         commissioning_file_at = CASE WHEN s.created_at IS NOT NULL THEN c.commissioning_file_at END,
         reporting_party_id = CASE WHEN s.created_at IS NOT NULL THEN c.party_id END,
         reporting_party_counter = CASE WHEN s.created_at IS NOT NULL THEN c.party_counter END
    FROM untold u
    LEFT JOIN commencement s ON s.attempt_id = u.id
    LEFT JOIN leading_s1sp l ON l.attempt_id = u.id
    LEFT JOIN conclusion c ON c.attempt_id = u.id
    CROSS JOIN LATERAL (SELECT u.to_be_commissioned_by_dcc AND coalesce(l.succeeded, false)) AS p (is_pending)
   WHERE a.id = u.id`;

/** R3: an outcome that contradicts the conclusion is set aside and alerted. */
const RAISE_CONTRADICTIONS = `
  INSERT INTO alert (kind, subject, message)
  SELECT DISTINCT 'CONTRADICTING_OUTCOME', 'attempt ' || a.id,
         'A later ' || o.file_kind || ' contradicts the conclusion of CHF ' || a.chf_id || ' in common file '
         || a.mcf_counter || '; the conclusion stands (R3)'
    FROM affected_attempt f
    JOIN attempt a ON a.id = f.id AND a.concluded_at IS NOT NULL
    JOIN LATERAL (
      SELECT 'S1SPCF' AS file_kind FROM s1sp_outcome o
       WHERE o.attempt_id = a.id AND o.succeeded <> a.succeeded AND (NOT a.to_be_commissioned_by_dcc OR NOT o.succeeded)
      UNION ALL
      SELECT 'COF' FROM commissioning_outcome c WHERE c.attempt_id = a.id AND c.succeeded <> a.succeeded
    ) o ON true
  ON CONFLICT DO NOTHING`;
