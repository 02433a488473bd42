import type { Pool, PoolClient } from 'pg';

/** Why an outcome was told late, the obstacle that fell last. A closed vocabulary. */
export const LATE_CAUSES = {
  FILE_ARRIVED_LATE: 'A file that the outcome needs arrived after the slot of the duty had run',
  INGEST_BEHIND: 'The files were there when the slot of the duty ran, but not loaded yet',
  RECIPIENT_NOT_REPORTABLE:
    'Reporting dates or master data did not allow a report to the recipient yet (R10)',
  SLOT_LATE_OR_FAILED: 'Everything was there, but the slot of the duty failed, was not planned or ran late',
} as const;
export type LateCause = keyof typeof LATE_CAUSES;

/** An outcome that one recipient was told later than the duty of six hours requires (MRR 3.1.5), or not yet. */
export interface LateOutcome {
  readonly report: 'S1MIG-001' | 'S1MIG-002';
  /** Null: the master data gives no DNO for the distributor id. */
  readonly recipient: string | null;
  readonly chfId: string;
  readonly distributorId: string | null;
  readonly completedAt: Date;
  /** The first six-hourly slot R with R - 6 h at or after the completion. */
  readonly dutySlot: Date;
  /** Slot time of the report that told it; null: untold. */
  readonly reportedIn: Date | null;
  /** When that report was delivered. */
  readonly reportedAt: Date | null;
  readonly concludingFileReceivedAt: Date;
  /** Arrival of the file that came last of those that the outcome needs, and its name. */
  readonly lastFileReceivedAt: Date;
  readonly lastFileName: string;
  readonly cause: LateCause;
}

export interface LateOutcomeRequest {
  /** Slots that told an outcome late; the duty slots of what is untold. Both ends are included. */
  readonly from: Date;
  readonly to: Date;
  readonly recipient?: string | undefined;
}

/**
 * The late ledger of a period, in the order of completion. The cost follows what the slots of the period told, and what
 * is untold; outcomes that nobody is entitled to (R10) are found by a scan of the attempts.
 */
export async function lateOutcomes(
  database: Pick<Pool | PoolClient, 'query'>,
  { from, to, recipient }: LateOutcomeRequest,
): Promise<LateOutcome[]> {
  const { rows } = await database.query<LateOutcome>(
    `SELECT report_id AS report, recipient_id AS recipient, chf_id AS "chfId", distributor_id AS "distributorId",
            completed_at AS "completedAt", duty_slot AS "dutySlot", reported_in AS "reportedIn",
            reported_at AS "reportedAt", concluding_file_received_at AS "concludingFileReceivedAt",
            last_file_received_at AS "lastFileReceivedAt", last_file_name AS "lastFileName", cause
       FROM late_outcome
      WHERE listed_at BETWEEN $1 AND $2 ${recipient === undefined ? '' : 'AND recipient_id = $3'}
      ORDER BY completed_at, chf_id COLLATE "C", report_id, recipient_id COLLATE "C", attempt_id`,
    recipient === undefined ? [from, to] : [from, to, recipient],
  );
  return rows;
}
