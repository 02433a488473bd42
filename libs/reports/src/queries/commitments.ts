/**
 * The commitments to recipient `$1` in force at an instant, one row per SMSO and day: the latest issue of each day, so
 * that a re-issue which omits a day leaves its older figure in force (fine print 29).
 */
export function commitmentsKnownAt(instant: string): string {
  return `
    SELECT DISTINCT ON (smso_id, migration_day) smso_id, migration_day, quantity
      FROM commitment
     WHERE user_id = $1 AND issued_at <= ${instant}
     ORDER BY smso_id, migration_day, issued_at DESC`;
}

/**
 * The ruling validation response of authorisations `m` among those dated at or before an instant: the latest; of the
 * same second the higher file name (fine print 11).
 */
export function rulingResponse(instant: string): string {
  return `
    SELECT r.responded_at, r.result
      FROM authorisation_response r
     WHERE r.authorisation_id = m.id AND r.responded_at <= ${instant}
     ORDER BY r.responded_at DESC, r.mavr_file_name COLLATE "C" DESC
     LIMIT 1`;
}
