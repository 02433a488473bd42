import { Inject, Injectable } from '@nestjs/common';
import { ReadDatabase } from '@app/database';
import type { ExplainedEvent, Subject } from './explain.schemas';

/** One attempt as it is loaded, with what decides who receives it. */
export interface AttemptFacts {
  id: string;
  smso_id: string;
  requesting_party_id: string;
  mcf_counter: number;
  chf_id: string;
  to_be_commissioned_by_dcc: boolean;
  commenced_at: Date | null;
  pending_since: Date | null;
  concluded_at: Date | null;
  succeeded: boolean | null;
  electricity_supplier_id: string | null;
  gas_supplier_id: string | null;
  distributor_id: string | null;
  distributor_user_id: string | null;
  knows_electricity_supplier: boolean;
  knows_gas_supplier: boolean;
  is_split: boolean;
  affiliate_submitter: string | null;
  group_id: string | null;
  electricity_active: boolean | null;
  gas_active: boolean | null;
  /** 1 + earlier commencements of the CHF (R4). */
  attempt_number: number;
  /** When the last file was loaded without which it would not be known that it commenced, is pending, concluded. */
  commencement_loaded_at: Date | null;
  pending_loaded_at: Date | null;
  conclusion_loaded_at: Date | null;
}

const FOUND_BY: Readonly<Record<Subject['kind'], string>> = {
  mpan: 'i.import_mpan = $1',
  mprn: 'i.mprn = $1',
  chf: 'i.chf_id = $1',
  authorisation: `i.id IN (SELECT l.attempt_id FROM authorisation_link l JOIN authorisation m ON m.id = l.authorisation_id
                            WHERE m.ma_file_name = $1 OR m.ma_file_name || ':' || m.ma_record_number = $1)`,
};

/** Attempts that are told of at most; one installation has a handful, an authorisation file may have thousands. */
const MOST_ATTEMPTS = 50;

@Injectable()
export class AttemptReader {
  constructor(@Inject(ReadDatabase) private readonly database: ReadDatabase) {}

  /**
   * Attempts of the subject, oldest first. With a Party: only those that its User IDs receive, and only found by a
   * meter point that they may see, so that asking tells nothing about another Party's meter.
   */
  find(subject: Subject, party: string | null): Promise<AttemptFacts[]> {
    return this.database.query<AttemptFacts[]>(
      `SELECT s.*, d.user_id AS distributor_user_id, ${KNOWLEDGE}
         FROM installation_record i
         JOIN source_file mcf ON mcf.id = i.source_file_id
         JOIN attempt_split s ON s.id = i.id
         LEFT JOIN distributor d ON d.distributor_id = s.distributor_id
        WHERE ${FOUND_BY[subject.kind]}
          AND ($2::text IS NULL OR EXISTS (
                SELECT 1 FROM attempt_audience v JOIN recipient r ON r.user_id = v.recipient_id
                 WHERE v.id = i.id AND r.party_signifier = $2
                   AND CASE $3 WHEN 'mpan' THEN v.sees_electricity WHEN 'mprn' THEN v.sees_gas ELSE true END))
        ORDER BY i.created_at, i.id LIMIT ${MOST_ATTEMPTS}`,
      [subject.value, party, subject.kind],
    );
  }

  /** Everything that files have said about an attempt, in order of event time. */
  async events(attemptId: string): Promise<ExplainedEvent[]> {
    const rows = await this.database.query<
      { at: Date | null; what: string; file_id: string; file: string; record: number }[]
    >(EVENTS, [attemptId]);
    return rows.map(({ at, what, file_id, file, record }) => ({
      at,
      what,
      source: { fileId: file_id, file, record },
    }));
  }

  /** Who is owed the outcome, and which issue told it. */
  entitlements(attemptId: string): Promise<Entitlement[]> {
    return this.database.query<Entitlement[]>(
      'SELECT recipient_id, report_id, issue_id FROM entitlement WHERE attempt_id = $1',
      [attemptId],
    );
  }

  /** Outcomes and other records of a CHF that wait, since the common file that they speak of is not loaded. */
  async parked(chfId: string): Promise<{ what: string; file_id: string; file: string; record: number }[]> {
    return this.database.query(PARKED, [chfId]);
  }
}

export interface Entitlement {
  recipient_id: string;
  report_id: 'S1MIG-001' | 'S1MIG-002';
  issue_id: string | null;
}

const loadedAt = (tables: string, condition: string): string => `
  (SELECT min(f.finished_at) FROM ${tables} t JOIN source_file f ON f.id = t.source_file_id
    WHERE t.attempt_id = s.id AND ${condition})`;

const KNOWLEDGE = `
  (SELECT count(*)::int + 1 FROM attempt earlier
    WHERE earlier.chf_id = s.chf_id AND earlier.commenced_at < s.commenced_at) AS attempt_number,
  greatest(mcf.finished_at, ${loadedAt('group_membership', 't.created_at = s.commenced_at AND t.group_id = s.group_id')})
    AS commencement_loaded_at,
  ${loadedAt('s1sp_outcome', 't.created_at = s.pending_since AND t.succeeded')} AS pending_loaded_at,
  greatest(${loadedAt('s1sp_outcome', 's.concluded_at IS NOT NULL')},
           ${loadedAt('commissioning_outcome', 't.created_at = s.concluded_at')}) AS conclusion_loaded_at`;

const said = (table: string, what: string, key: string): string => `
  SELECT t.created_at AS at, ${what} AS what, f.id AS file_id, f.name AS file, t.record_number AS record
    FROM ${table} t JOIN source_file f ON f.id = t.source_file_id WHERE t.${key} = $1`;

const SUCCESS = `CASE WHEN t.succeeded THEN 'SUCCESS' ELSE 'FAILURE' END || coalesce(' (' || t.reason_code || ')', '')`;

const EVENTS = [
  said('installation_record', `'Named by a Migration Common File'`, 'id'),
  said(
    'validation_result',
    `'Validated: ' || CASE WHEN t.is_valid THEN 'VALID' ELSE 'INVALID' END`,
    'attempt_id',
  ),
  said('group_membership', `'Named by a group file, group ' || t.group_id`, 'attempt_id'),
  said('s1sp_outcome', `'S1SP outcome: ' || ${SUCCESS}`, 'attempt_id'),
  said('commissioning_outcome', `'Commissioning outcome: ' || ${SUCCESS}`, 'attempt_id'),
]
  .join(' UNION ALL ')
  .concat(' ORDER BY 1, 2');

const waits = (table: string, what: string): string => `
  SELECT '${what} for common file ' || t.smso_id || ' ' || t.requesting_party_id || ' counter ' || t.mcf_counter
         || ', which is not loaded' AS what, f.id AS file_id, f.name AS file, t.record_number AS record
    FROM ${table} t JOIN source_file f ON f.id = t.source_file_id WHERE t.attempt_id IS NULL AND t.chf_id = $1`;

const PARKED = [
  waits('validation_result', 'A validation waits'),
  waits('group_membership', 'A group file record waits'),
  waits('s1sp_outcome', 'An S1SP outcome waits'),
  waits('commissioning_outcome', 'A commissioning outcome waits'),
].join(' UNION ALL ');
