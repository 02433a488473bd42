import { deviceColumns, installationColumns, visibilityOf } from './installation-columns';
import { isAudienceOf } from './audience-of';
import { periodOf } from './period-of';
import type { ReportQuery } from './report-query';

/** S1MIG-003: the stock of attempts in process at 23:59:59 of the previous day (R19, fine print 1 and 10). */
export const inProcessAttempts: ReportQuery = {
  reportId: 'S1MIG-003',
  headerValues: (_client, { slotTime }) => Promise.resolve([periodOf('S1MIG-003', slotTime).header]),
  detail: (context) => {
    const { recipientId, recipientRole, slotTime } = context;
    const visibility = visibilityOf(context, 'a');
    const installation = installationColumns(visibility, {
      commissioningFileAt: 'p.since',
      partyId: 'CASE WHEN p.since IS NOT NULL THEN a.pending_party_id END',
      partyCounter: 'CASE WHEN p.since IS NOT NULL THEN a.pending_party_counter END',
      isSplit: 'a.is_split',
    });
    return {
      text: `
        SELECT '10', ${installation}, ${deviceColumns(visibility)},
               CASE WHEN p.since IS NULL THEN 'Group File Received' ELSE 'Commissioning Pending' END,
               report_datetime(coalesce(p.since, a.commenced_at))
          FROM attempt_audience a
          JOIN installation_record i ON i.id = a.id
         CROSS JOIN LATERAL (SELECT CASE WHEN a.pending_since <= $2::timestamptz THEN a.pending_since END) p (since)
         WHERE ${isAudienceOf(recipientRole)}
           AND a.commenced_at <= $2::timestamptz
           AND (a.concluded_at IS NULL OR a.concluded_at > $2::timestamptz)
         ORDER BY coalesce(p.since, a.commenced_at), i.chf_id COLLATE "C", i.requesting_party_id COLLATE "C",
                  i.mcf_counter, i.smso_id COLLATE "C"`,
      values: [recipientId, periodOf('S1MIG-003', slotTime).end],
    };
  },
};
