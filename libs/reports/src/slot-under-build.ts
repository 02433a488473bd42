import { outcomeCutOff } from '@app/mrr';
import type { ReportId } from '@app/mrr';
import type { PoolClient } from 'pg';
import { prepared } from '@app/database';

/** The recipient as the ruling master data has it. */
export interface ReportRecipient {
  readonly role: 'SUPPLIER' | 'DNO';
  readonly folder: string;
  readonly partySignifier: string;
}

/** All that a build must know before it starts, read in one statement under the stream's lock. */
export interface SlotUnderBuild {
  readonly id: string;
  readonly reportId: ReportId;
  readonly recipientId: string;
  readonly slotTime: Date;
  readonly cause: string;
  readonly reportCreatedAt: Date;
  readonly state: string;
  /** Null: the ruling master data does not name the recipient. */
  readonly recipient: ReportRecipient | null;
  /** How many earlier slots of the stream have not ended, counted to `COUNTED_AT_MOST`. */
  readonly earlierUnfinished: number;
  /** R14. */
  readonly hasStarted: boolean;
  /** R13: a received file created before R - 1 h is not loaded yet. */
  readonly isIngestBehind: boolean;
  /** Of a re-issue: the first issue of its line, whose ledger rows are told again; null in all other slots. */
  readonly retoldIssueId: string | null;
  readonly lastSequence: number;
  readonly previousSha256: string | null;
  readonly nextIssueId: string;
}

/**
 * Locks the (report, recipient) counter, so that one build of the stream runs at a time, and then reads the slot as it
 * is now. Null: there is no such slot.
 */
export async function lockSlot(client: PoolClient, slotId: string): Promise<SlotUnderBuild | null> {
  await client.query(prepared(LOCK_COUNTER, [slotId]));
  const { rows } = await client.query<SlotRow>(prepared(READ_SLOT, [slotId]));
  const row = rows[0];
  if (!row) return null;
  return {
    id: slotId,
    reportId: row.report_id,
    recipientId: row.recipient_id,
    slotTime: row.slot_time,
    cause: row.cause,
    reportCreatedAt: row.report_created_at,
    state: row.state,
    recipient: row.role && { role: row.role, folder: row.folder, partySignifier: row.party_signifier },
    earlierUnfinished: row.earlier_unfinished,
    hasStarted: row.has_started,
    isIngestBehind:
      row.oldest_unloaded !== null && row.oldest_unloaded.getTime() < outcomeCutOff(row.slot_time).getTime(),
    retoldIssueId: row.retold_issue_id,
    lastSequence: row.last_sequence,
    previousSha256: row.previous_sha256,
    nextIssueId: row.next_issue_id,
  };
}

interface SlotRow {
  report_id: ReportId;
  recipient_id: string;
  slot_time: Date;
  cause: string;
  report_created_at: Date;
  state: string;
  role: 'SUPPLIER' | 'DNO' | null;
  folder: string;
  party_signifier: string;
  earlier_unfinished: number;
  has_started: boolean;
  oldest_unloaded: Date | null;
  retold_issue_id: string | null;
  last_sequence: number;
  previous_sha256: string | null;
  next_issue_id: string;
}

const LOCK_COUNTER = `
  INSERT INTO report_counter AS c (report_id, recipient_id)
  SELECT report_id, recipient_id FROM slot WHERE id = $1
  ON CONFLICT (report_id, recipient_id) DO UPDATE SET last_sequence = c.last_sequence`;

/** Enough to tell how long to wait. */
const COUNTED_AT_MOST = 40;

const READ_SLOT = `
  SELECT s.report_id, s.recipient_id, s.slot_time, s.cause, s.state,
         -- A recipient that has this number already has it under the name of that time (docs/backup-and-restore.md).
         coalesce(f.created_at, s.report_created_at) AS report_created_at,
         r.role, r.folder, r.party_signifier, c.last_sequence,
         (SELECT count(*)::int FROM (
            SELECT FROM slot e
             WHERE e.report_id = s.report_id AND e.recipient_id = s.recipient_id
               AND e.state IN ('planned', 'queued', 'building')
               AND (e.slot_time, e.id) < (s.slot_time, s.id)
             LIMIT ${COUNTED_AT_MOST}) earlier) AS earlier_unfinished,
         (WITH RECURSIVE line AS (
            SELECT s.reissues_issue_id AS issue_id
            UNION ALL
            SELECT f.reissues_issue_id FROM line JOIN issue i ON i.id = line.issue_id JOIN slot f ON f.id = i.slot_id
             WHERE f.reissues_issue_id IS NOT NULL)
          SELECT min(issue_id) FROM line) AS retold_issue_id,
         EXISTS (SELECT 1 FROM authorisation m WHERE m.is_active AND m.created_at <= s.slot_time) AS has_started,
         (SELECT min(coalesce(f.created_at, 'epoch')) FROM source_file f WHERE f.state = 'received') AS oldest_unloaded,
         (SELECT i.sha256 FROM issue i
           WHERE i.report_id = s.report_id AND i.recipient_id = s.recipient_id
             AND i.sequence_number = c.last_sequence) AS previous_sha256,
         nextval('issue_id_seq') AS next_issue_id
    FROM slot s
    JOIN report_counter c USING (report_id, recipient_id)
    LEFT JOIN recipient r ON r.user_id = s.recipient_id
    LEFT JOIN found_issue f
      ON f.report_id = s.report_id AND f.recipient_id = s.recipient_id AND f.sequence_number = c.last_sequence + 1
   WHERE s.id = $1
     FOR UPDATE OF s`;
