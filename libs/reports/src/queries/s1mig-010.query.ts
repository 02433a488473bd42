import { prepared } from '@app/database';
import type { ReportQuery } from './report-query';

/**
 * S1MIG-010: the responses of one MAVR file, or, in the Thursday sweep, all that are dated at or before it and were
 * not told yet (R20, R31, fine print 5, 25).
 */
export const validationResponses: ReportQuery = {
  reportId: 'S1MIG-010',
  async claim(client, { recipientId, slotTime, cause, issueId }) {
    const { rowCount } = await client.query(
      cause === 'calendar'
        ? prepared(CLAIM_ALL, [issueId, recipientId, slotTime])
        : prepared(CLAIM_FILE, [issueId, recipientId, cause]),
    );
    return rowCount ?? 0;
  },
  headerValues: () => Promise.resolve([]),
  detail: ({ issueId }) => ({
    text: `
      SELECT '10', m.import_mpan, m.mprn, report_date(m.migrate_on), report_date(m.migration_week),
             r.includes_dormant::int, r.reason_code,
             left(coalesce(r.comments, CASE WHEN r.result = 'WARNING' THEN 'Accepted with warning' END), 100)
        FROM authorisation_response r
        JOIN authorisation m ON m.id = r.authorisation_id
       WHERE r.issue_id = $1::bigint
       ORDER BY m.ma_file_name COLLATE "C", m.ma_record_number, r.responded_at, r.mavr_file_name COLLATE "C"`,
    values: [issueId],
  }),
};

const CLAIM_ALL = `
  UPDATE authorisation_response SET issue_id = $1
   WHERE owed_to = $2 AND issue_id IS NULL AND responded_at <= $3`;

/** Their time is the slot's. */
const CLAIM_FILE = `
  UPDATE authorisation_response SET issue_id = $1
   WHERE owed_to = $2 AND issue_id IS NULL AND mavr_file_name = $3`;
