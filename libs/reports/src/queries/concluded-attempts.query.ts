import type { ReportId } from '@app/mrr';
import { claimLots } from './claim-lots';
import { deviceColumns, installationColumns } from './installation-columns';
import type { ReportQuery } from './report-query';

/**
 * S1MIG-001 and 002: every outcome of one kind that was not yet told to the recipient and was completed at or before
 * the cut-off, with no lower bound (R13, MRR 3.1.5).
 */
export function concludedAttempts(reportId: Extract<ReportId, 'S1MIG-001' | 'S1MIG-002'>): ReportQuery {
  return {
    reportId,
    claim: (client, context) => claimLots(client, reportId, context),
    headerValues: () => Promise.resolve([]),
    detail: ({ issueId, recipientRole, settings }) => {
      const seesAllMeters = recipientRole === 'SUPPLIER' || settings.dnoSeesGasMeter;
      const visibility = { electricity: 'e.sees_electricity', gas: seesAllMeters ? 'e.sees_gas' : 'false' };
      const installation = installationColumns(visibility, {
        commissioningFileAt: 'a.commissioning_file_at',
        partyId: 'a.reporting_party_id',
        partyCounter: 'a.reporting_party_counter',
        isSplit: 'e.is_split',
      });
      return {
        text: `
          SELECT '10', ${installation}, ${deviceColumns(visibility)}, report_datetime(a.concluded_at)
            FROM ledger_lot l
            JOIN ledger_entry e ON e.lot_id = l.id
            JOIN attempt a ON a.id = e.attempt_id
            JOIN installation_record i ON i.id = e.attempt_id
           WHERE l.issue_id = $1::bigint
           ORDER BY a.concluded_at, i.chf_id COLLATE "C", i.requesting_party_id COLLATE "C", i.mcf_counter,
                    i.smso_id COLLATE "C"`,
        values: [issueId],
      };
    },
  };
}
