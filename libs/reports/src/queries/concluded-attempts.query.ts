import { prepared } from '@app/database';
import type { ReportId } from '@app/mrr';
import type { ClientBase } from 'pg';
import { claimLots } from './claim-lots';
import { deviceColumns, installationColumns, visibilityOf } from './installation-columns';
import type { ReportContext, ReportQuery } from './report-query';

/**
 * S1MIG-001 and 002: every outcome of one kind that was not yet told to the recipient and was completed at or before
 * the cut-off, with no lower bound (R13, MRR 3.1.5).
 */
export function concludedAttempts(reportId: Extract<ReportId, 'S1MIG-001' | 'S1MIG-002'>): ReportQuery {
  return {
    reportId,
    claim: (client, context) => claimLots(client, reportId, context),
    headerValues: () => Promise.resolve([]),
    detail: (context) => ({
      text: `${columnsOf(context)}
            FROM ledger_lot l
            JOIN ledger_entry e ON e.lot_id = l.id ${ATTEMPTS}
           WHERE l.issue_id = $1::bigint
           ${REPORT_ORDER}`,
      values: [context.issueId],
    }),
    // How many lots an issue has claimed a moment ago no statistics know: their ids tell the planner.
    detailOfMany: async (client, context) => ({
      text: `${columnsOf(context)}
            FROM ledger_entry e ${ATTEMPTS}
           WHERE e.lot_id = ANY ($1::bigint[])
           ${REPORT_ORDER}`,
      values: [await lotsOf(client, context.issueId)],
    }),
  };
}

const ATTEMPTS = `
            JOIN attempt a ON a.id = e.attempt_id
            JOIN installation_record i ON i.id = e.attempt_id`;

const REPORT_ORDER = `
           ORDER BY a.concluded_at, i.chf_id COLLATE "C", i.requesting_party_id COLLATE "C", i.mcf_counter,
                    i.smso_id COLLATE "C"`;

function columnsOf(context: ReportContext): string {
  const visibility = visibilityOf(context, 'e');
  const installation = installationColumns(visibility, {
    commissioningFileAt: 'a.commissioning_file_at',
    partyId: 'a.reporting_party_id',
    partyCounter: 'a.reporting_party_counter',
    isSplit: 'e.is_split',
  });
  return `
          SELECT '10', ${installation}, ${deviceColumns(visibility)}, report_datetime(a.concluded_at)`;
}

/** As the text of an array. */
async function lotsOf(client: ClientBase, issueId: string): Promise<string> {
  const { rows } = await client.query<{ lots: string | null }>(
    prepared(`SELECT array_agg(id ORDER BY id)::text AS lots FROM ledger_lot WHERE issue_id = $1`, [issueId]),
  );
  return rows[0]?.lots ?? '{}';
}
