import type { DataSource } from 'typeorm';
import { microsecondsOf } from './microseconds-of';

/** A file as logs and traces name it. */
export interface FeedingFile {
  readonly id: string;
  /** When it was received: microseconds since 1970 as text. */
  readonly bornAt: string;
}

/** A log line or a span has room for so many; *Explain* and the register know them all. */
const MOST_FILES = 50;
/** Of the largest issues a part is looked at: this serves the search in logs and must not cost a build its time. */
const MOST_ATTEMPTS = 1_000;
/** Longer than a file takes from its receipt to the end of its load. */
const MOST_LOADING = '1 day';

/**
 * The files that an issue is made of, newest first, at most 50: those with the records of the outcomes that it tells
 * (S1MIG-001 and 002), and those that were loaded since slots of its series were last planned, which is all that can be
 * said of reports that show the state of affairs.
 */
export async function sourceFilesOfSlot(dataSource: DataSource, slotId: string): Promise<FeedingFile[]> {
  return dataSource.query<FeedingFile[]>(SOURCE_FILES, [slotId]);
}

const ofChildren = ['validation_result', 'group_membership', 's1sp_outcome', 'commissioning_outcome']
  .map((table) => `SELECT c.source_file_id FROM ${table} c JOIN told USING (attempt_id)`)
  .join(' UNION ');

const SOURCE_FILES = `
  WITH told AS (
    SELECT e.attempt_id FROM issue i JOIN entitlement e ON e.issue_id = i.id WHERE i.slot_id = $1 LIMIT ${MOST_ATTEMPTS}
  ), telling AS (
    SELECT i.source_file_id FROM installation_record i JOIN told ON told.attempt_id = i.id UNION ${ofChildren}
  ), stretch AS (
    SELECT s.planned_at AS until, coalesce(max(p.planned_at), '-infinity') AS since
      FROM slot s
      LEFT JOIN slot p ON p.report_id = s.report_id AND p.recipient_id = s.recipient_id AND p.planned_at < s.planned_at
     WHERE s.id = $1
     GROUP BY s.id
  ), fresh AS (
    SELECT f.id FROM source_file f, stretch
     WHERE f.state = 'accepted' AND f.finished_at > since AND f.finished_at <= until
       AND f.received_at > since - interval '${MOST_LOADING}' -- what the index can find
     ORDER BY f.received_at DESC LIMIT ${MOST_FILES}
  )
  SELECT f.id, ${microsecondsOf('f.received_at')} AS "bornAt"
    FROM source_file f
   WHERE f.id IN (SELECT source_file_id FROM telling UNION SELECT id FROM fresh)
   ORDER BY f.id DESC LIMIT ${MOST_FILES}`;
