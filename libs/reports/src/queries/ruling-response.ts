/**
 * The ruling validation response of authorisations `m` among those dated at or before an instant: the latest; of the
 * same second the higher file name (fine print 11).
 */
export function rulingResponse(instant: string): string {
  return `
    SELECT r.responded_at, r.result, r.includes_dormant, r.reason_code
      FROM authorisation_response r
     WHERE r.authorisation_id = m.id AND r.responded_at <= ${instant}
     ORDER BY r.responded_at DESC, r.mavr_file_name COLLATE "C" DESC
     LIMIT 1`;
}
