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
