import { Inject, Injectable } from '@nestjs/common';
import { ReadDatabase } from '@app/database';
import type { ExplainedEvent, Subject } from './explain.schemas';

/** One record of a Migration Authorisation File as it is loaded. */
export interface AuthorisationFacts {
  id: string;
  ma_file_name: string;
  ma_record_number: number;
  authorising_party_id: string;
  responsible_supplier_id: string;
  is_supplier_submitted: boolean;
  created_at: Date;
  import_mpan: string | null;
  mprn: string | null;
  /** `YYYY-MM-DD`, a Monday. */
  week: string;
  is_active: boolean;
  has_priority: boolean;
  knows_supplier: boolean;
  file_id: string;
  file: string;
  record_number: number;
  loaded_at: Date;
}

export interface ResponseFacts {
  id: string;
  responded_at: Date;
  result: 'ACCEPTED' | 'REJECTED' | 'WARNING';
  reason_code: string | null;
  issue_id: string | null;
  /** Its row in that issue and in those that tell it again. */
  row: number | null;
  source_id: string;
  source: string;
  record: number;
  loaded_at: Date;
}

export interface ToldState {
  state: string;
  issue_id: string;
  row: number;
}

const FOUND_BY: Readonly<Record<Subject['kind'], string>> = {
  mpan: 'm.import_mpan = $1',
  mprn: 'm.mprn = $1',
  chf: `m.id IN (SELECT l.authorisation_id FROM authorisation_link l JOIN installation_record i ON i.id = l.attempt_id
                  WHERE i.chf_id = $1)`,
  authorisation: `(m.ma_file_name = $1 OR m.ma_file_name || ':' || m.ma_record_number = $1)`,
};

const MOST_AUTHORISATIONS = 50;

/** Authorisations and what was answered to them. */
@Injectable()
export class AuthorisationReader {
  constructor(@Inject(ReadDatabase) private readonly database: ReadDatabase) {}

  /** @param visible only those of these User IDs, and not by the meter point that another Party is responsible for; null: all */
  find(subject: Subject, visible: ReadonlySet<string> | null): Promise<AuthorisationFacts[]> {
    return this.database.query<AuthorisationFacts[]>(
      `SELECT m.*, m.migration_week::text AS week, f.id AS file_id, f.name AS file, f.finished_at AS loaded_at,
              EXISTS (SELECT 1 FROM recipient r
                       WHERE r.user_id = m.responsible_supplier_id AND r.role = 'SUPPLIER') AS knows_supplier
         FROM authorisation m JOIN source_file f ON f.id = m.source_file_id
        WHERE ${FOUND_BY[subject.kind]} AND ($2::text[] IS NULL OR ${IS_OWN})
        ORDER BY m.created_at, m.ma_file_name, m.ma_record_number LIMIT ${MOST_AUTHORISATIONS}`,
      [subject.value, visible && [...visible], subject.kind],
    );
  }

  responses(id: string): Promise<ResponseFacts[]> {
    return this.database.query<ResponseFacts[]>(RESPONSES, [id]);
  }

  toldStates(id: string): Promise<ToldState[]> {
    return this.database.query<ToldState[]>(TOLD_STATES, [id]);
  }

  async stateNow(id: string): Promise<{ name: string | null; since: Date | null }> {
    const [state] = await this.database.query<{ name: string | null; since: Date | null }[]>(STATE_NOW, [id]);
    return state ?? { name: null, since: null };
  }

  /** What files say about it, in order of event time. */
  async events(
    authorisation: AuthorisationFacts,
    responses: readonly ResponseFacts[],
  ): Promise<ExplainedEvent[]> {
    const { created_at: at, file_id: fileId, file, record_number: record } = authorisation;
    const completions = await this.database.query<
      { at: Date; what: string; file_id: string; file: string; record: number }[]
    >(COMPLETIONS, [authorisation.id]);
    return [
      { at, what: 'Submitted', source: { fileId, file, record } },
      ...responses.map((response) => ({
        at: response.responded_at,
        what: `Validation response: ${response.result}${response.reason_code ? ` (${response.reason_code})` : ''}`,
        source: { fileId: response.source_id, file: response.source, record: response.record },
      })),
      ...completions.map((row) => ({
        at: row.at,
        what: row.what,
        source: { fileId: row.file_id, file: row.file, record: row.record },
      })),
    ];
  }

  /** Responses that wait for the authorisation that they speak of. */
  parked({
    kind,
    value,
  }: Subject): Promise<{ what: string; file_id: string; file: string; record: number }[]> {
    if (kind === 'chf') return Promise.resolve([]);
    const condition = PARKED_BY[kind];
    return this.database.query(
      ['authorisation_response', 'authorisation_completion']
        .map(
          (table) => `
            SELECT 'A response to record ' || t.ma_record_number || ' of ' || t.ma_file_name || ' waits for that file' AS what,
                   f.id AS file_id, f.name AS file, t.record_number AS record
              FROM ${table} t JOIN source_file f ON f.id = t.source_file_id
             WHERE t.authorisation_id IS NULL AND ${condition}`,
        )
        .join(' UNION ALL '),
      [value],
    );
  }
}

const PARKED_BY = {
  mpan: 't.import_mpan = $1',
  mprn: 't.mprn = $1',
  authorisation: `(t.ma_file_name = $1 OR t.ma_file_name || ':' || t.ma_record_number = $1)`,
} as const;

/** Submitted by them, or about them; by a meter point only if that is theirs where the two suppliers differ (fine print 23). */
const IS_OWN = `
  ((m.is_supplier_submitted AND m.authorising_party_id = ANY ($2))
   OR (m.responsible_supplier_id = ANY ($2)
       AND NOT ($3 IN ('mpan', 'mprn') AND EXISTS (
         SELECT 1 FROM authorisation_link l JOIN attempt_split a ON a.id = l.attempt_id
          WHERE l.authorisation_id = m.id AND a.is_split AND a.affiliate_submitter IS DISTINCT FROM m.responsible_supplier_id
            AND CASE $3 WHEN 'mpan' THEN a.electricity_supplier_id ELSE a.gas_supplier_id END <> ALL ($2)))))`;

// The order of rows is that of the query of S1MIG-010.
const RESPONSES = `
  SELECT r.id, r.responded_at, r.result, r.reason_code, r.issue_id, f.id AS source_id, f.name AS source,
         r.record_number AS record, f.finished_at AS loaded_at,
         (SELECT ranked.row::int FROM (
            SELECT o.id, row_number() OVER (ORDER BY om.ma_file_name COLLATE "C", om.ma_record_number, o.responded_at,
                                                     o.mavr_file_name COLLATE "C") AS row
              FROM authorisation_response o JOIN authorisation om ON om.id = o.authorisation_id
             WHERE o.issue_id = r.issue_id) ranked WHERE ranked.id = r.id) AS row
    FROM authorisation_response r
    JOIN source_file f ON f.id = r.source_file_id
   WHERE r.authorisation_id = $1
   ORDER BY r.responded_at, r.mavr_file_name COLLATE "C"`;

// The order of rows is that of the query of S1MIG-006.
const TOLD_STATES = `
  SELECT t.state, t.issue_id,
         (SELECT ranked.row::int FROM (
            SELECT o.authorisation_id, row_number() OVER (ORDER BY om.ma_file_name COLLATE "C", om.ma_record_number) AS row
              FROM authorisation_told o JOIN authorisation om ON om.id = o.authorisation_id
             WHERE o.issue_id = t.issue_id) ranked WHERE ranked.authorisation_id = t.authorisation_id) AS row
    FROM authorisation_told t WHERE t.authorisation_id = $1 ORDER BY t.issue_id`;

const COMPLETIONS = `
  SELECT c.completed_at AS at,
         'Completion response: ' || c.status || coalesce(' (' || c.reason_code || ')', '') AS what,
         f.id AS file_id, f.name AS file, c.record_number AS record
    FROM authorisation_completion c JOIN source_file f ON f.id = c.source_file_id
   WHERE c.authorisation_id = $1 ORDER BY c.completed_at, f.name`;

const STATE_NOW = `
  SELECT CASE WHEN final.at IS NOT NULL THEN 'final' WHEN ruling.result = 'REJECTED' THEN 'rejected'
              WHEN commenced.at IS NOT NULL THEN 'in progress' END AS name,
         coalesce(final.at, CASE WHEN ruling.result = 'REJECTED' THEN ruling.responded_at END, commenced.at) AS since
    FROM (SELECT result, responded_at FROM authorisation_response WHERE authorisation_id = $1
           ORDER BY responded_at DESC, mavr_file_name COLLATE "C" DESC LIMIT 1) ruling
   CROSS JOIN (SELECT min(completed_at) AS at FROM authorisation_completion
                WHERE authorisation_id = $1 AND status <> 'IN_PROGRESS') final
   CROSS JOIN (SELECT min(a.commenced_at) AS at FROM authorisation_link l JOIN attempt a ON a.id = l.attempt_id
                WHERE l.authorisation_id = $1) commenced`;
