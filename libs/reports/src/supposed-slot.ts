import { outcomeCutOff } from '@app/mrr';
import type { ReportId } from '@app/mrr';
import type { PoolClient } from 'pg';
import type { ReportRecipient, SlotUnderBuild } from './slot-under-build';

/** Stands for an issue that will not be: no real one has it, and its ledger rows are rolled back. */
const NO_ISSUE = '0';

interface SupposedSlotRow {
  role: ReportRecipient['role'] | null;
  folder: string;
  party_signifier: string;
  has_started: boolean;
  oldest_unloaded: Date | null;
  last_sequence: number;
}

/** A slot that nobody planned, as a build would see it at this moment; for previews. Writes nothing, locks nothing. */
export async function supposedSlot(
  client: PoolClient,
  { reportId, recipientId, at, now }: { reportId: ReportId; recipientId: string; at: Date; now: Date },
): Promise<SlotUnderBuild> {
  const { rows } = await client.query<SupposedSlotRow>(SUPPOSED, [reportId, recipientId, at]);
  const row = rows[0] as SupposedSlotRow;
  return {
    id: NO_ISSUE,
    reportId,
    recipientId,
    slotTime: at,
    cause: 'calendar',
    reportCreatedAt: now,
    state: 'building',
    recipient: row.role && { role: row.role, folder: row.folder, partySignifier: row.party_signifier },
    earlierUnfinished: 0,
    hasStarted: row.has_started,
    isIngestBehind:
      row.oldest_unloaded !== null && row.oldest_unloaded.getTime() < outcomeCutOff(at).getTime(),
    retoldIssueId: null,
    lastSequence: row.last_sequence,
    previousSha256: null,
    nextIssueId: NO_ISSUE,
  };
}

const SUPPOSED = `
  SELECT r.role, r.folder, r.party_signifier,
         EXISTS (SELECT 1 FROM authorisation m WHERE m.is_active AND m.created_at <= $3) AS has_started,
         (SELECT min(coalesce(f.created_at, 'epoch')) FROM source_file f WHERE f.state = 'received') AS oldest_unloaded,
         coalesce((SELECT last_sequence FROM report_counter c
                    WHERE c.report_id = $1 AND c.recipient_id = $2), 0) AS last_sequence
    FROM (SELECT 1) one
    LEFT JOIN recipient r ON r.user_id = $2`;

interface IssuedSlotRow {
  slot_id: string;
  report_id: ReportId;
  recipient_id: string;
  slot_time: Date;
  cause: string;
  created_at: Date;
  sequence_number: number;
  sha256: string;
  archive_key: string;
  ledger_issue_id: string;
}

/** The slot of an issue as its build saw it, with what its file must come out as; null: no such issue. */
export async function issuedSlot(
  client: PoolClient,
  issueId: string,
): Promise<{ slot: SlotUnderBuild; sha256: string; archiveKey: string } | null> {
  const { rows } = await client.query<IssuedSlotRow>(ISSUED, [issueId]);
  const row = rows[0];
  if (!row) return null;
  const supposed = await supposedSlot(client, {
    reportId: row.report_id,
    recipientId: row.recipient_id,
    at: row.slot_time,
    now: row.created_at,
  });
  const slot = {
    ...supposed,
    id: row.slot_id,
    cause: row.cause,
    retoldIssueId: row.ledger_issue_id,
    lastSequence: row.sequence_number - 1,
  };
  return { slot, sha256: row.sha256, archiveKey: row.archive_key };
}

const ISSUED = `
  WITH RECURSIVE line AS (
    SELECT i.id, s.reissues_issue_id FROM issue i JOIN slot s ON s.id = i.slot_id WHERE i.id = $1
    UNION ALL
    SELECT i.id, s.reissues_issue_id
      FROM line JOIN issue i ON i.id = line.reissues_issue_id JOIN slot s ON s.id = i.slot_id)
  SELECT i.slot_id, i.report_id, i.recipient_id, s.slot_time, s.cause, i.created_at, i.sequence_number, i.sha256,
         i.archive_key, (SELECT min(id) FROM line) AS ledger_issue_id
    FROM issue i JOIN slot s ON s.id = i.slot_id
   WHERE i.id = $1`;
