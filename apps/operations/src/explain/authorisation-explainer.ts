import { Inject, Injectable } from '@nestjs/common';
import { endOfDay } from '@app/mrr';
import { DataSource } from 'typeorm';
import type { ExplainedEvent, ExplainedPart, Statement, Subject } from './explain.schemas';
import { SlotOutlook, utc } from './slot-outlook';

interface AuthorisationFacts {
  id: string;
  ma_file_name: string;
  ma_record_number: number;
  authorising_party_id: string;
  responsible_supplier_id: string;
  is_supplier_submitted: boolean;
  created_at: Date;
  file_id: string;
  file: string;
  record_number: number;
}

interface ResponseFacts {
  responded_at: Date;
  result: string;
  reason_code: string | null;
  issue_id: string | null;
  file_name: string | null;
  slot_id: string | null;
  slot_time: Date | null;
  source_id: string;
  source: string;
  record: number;
}

const FOUND_BY: Readonly<Record<Subject['kind'], string>> = {
  mpan: 'm.import_mpan = $1',
  mprn: 'm.mprn = $1',
  chf: `m.id IN (SELECT l.authorisation_id FROM authorisation_link l JOIN installation_record i ON i.id = l.attempt_id
                  WHERE i.chf_id = $1)`,
  authorisation: `(m.ma_file_name = $1 OR m.ma_file_name || ':' || m.ma_record_number = $1)`,
};

const MOST_AUTHORISATIONS = 50;

/** Why an authorisation stands, or does not stand, in S1MIG-006 and S1MIG-010. */
@Injectable()
export class AuthorisationExplainer {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(SlotOutlook) private readonly outlook: SlotOutlook,
  ) {}

  /** @param visible the User IDs that the caller may learn of; null: all */
  async explain(subject: Subject, visible: ReadonlySet<string> | null): Promise<ExplainedPart[]> {
    const value =
      subject.kind === 'authorisation' ? subject.value.replace(/\.csv(?=$|:)/i, '') : subject.value;
    const found = await this.dataSource.query<AuthorisationFacts[]>(
      `SELECT m.*, f.id AS file_id, f.name AS file
         FROM authorisation m JOIN source_file f ON f.id = m.source_file_id
        WHERE ${FOUND_BY[subject.kind]}
          AND ($2::text[] IS NULL OR m.responsible_supplier_id = ANY ($2) OR m.authorising_party_id = ANY ($2))
        ORDER BY m.created_at, m.ma_file_name, m.ma_record_number LIMIT ${MOST_AUTHORISATIONS}`,
      [value, visible && [...visible]],
    );
    const parts: ExplainedPart[] = [];
    for (const authorisation of found) parts.push(await this.#explainOne(authorisation, visible));
    return parts;
  }

  async #explainOne(
    authorisation: AuthorisationFacts,
    visible: ReadonlySet<string> | null,
  ): Promise<ExplainedPart> {
    const responses = await this.dataSource.query<ResponseFacts[]>(RESPONSES, [authorisation.id]);
    const statements = [
      ...(await this.#validation(authorisation, responses)),
      ...(await this.#outcomes(authorisation, responses)),
    ];
    return {
      subject: `Authorisation ${authorisation.ma_file_name} record ${authorisation.ma_record_number}`,
      status:
        responses.length === 0
          ? 'No validation response is loaded'
          : `Last response: ${responses.at(-1)?.result}`,
      events: eventsOf(authorisation, responses),
      statements: statements.filter(({ recipientId }) => visible === null || visible.has(recipientId ?? '')),
    };
  }

  /** S1MIG-010 tells the submitter each response once (R20, fine print 5). */
  async #validation(authorisation: AuthorisationFacts, responses: ResponseFacts[]): Promise<Statement[]> {
    const base = statementFor('S1MIG-010', authorisation.authorising_party_id, 'submitter');
    if (!authorisation.is_supplier_submitted) {
      return [
        {
          ...base,
          why: 'The DCC submitted it; S1MIG-010 is for supplier-submitted ones only',
          rules: ['R31'],
        },
      ];
    }
    if (responses.length === 0) {
      const why = 'No validation response to it is loaded yet';
      return [{ ...base, verdict: 'not-yet', why, rules: ['R20', 'R33'] }];
    }
    const statements: Statement[] = [];
    for (const response of responses) {
      if (response.issue_id === null) {
        const request = {
          reportId: 'S1MIG-010',
          recipientId: authorisation.authorising_party_id,
          notBefore: response.responded_at,
        } as const;
        statements.push({
          ...base,
          ...(await this.outlook.find(request)),
          rules: ['R14', 'R20', 'fine print 5'],
        });
      } else {
        const why = `The response ${response.result} of ${utc(response.responded_at)} was told`;
        statements.push({ ...base, ...toldIn(response), verdict: 'reported', why, rules: ['R20'] });
      }
    }
    return statements;
  }

  /** S1MIG-006 tells the Responsible Supplier each state once (R26, fine print 22). */
  async #outcomes(authorisation: AuthorisationFacts, responses: ResponseFacts[]): Promise<Statement[]> {
    const base = statementFor('S1MIG-006', authorisation.responsible_supplier_id, 'responsible supplier');
    if (responses.length === 0) {
      const why = 'It has no outcome state before a validation response rules on it';
      return [{ ...base, verdict: 'not-yet', why, rules: ['R26', 'fine print 22'] }];
    }
    const told = await this.dataSource.query<(ToldIn & { state: string })[]>(TOLD_STATES, [authorisation.id]);
    const statements = told.map((row): Statement => {
      const why = `Its state ${row.state} was told`;
      return { ...base, ...toldIn(row), verdict: 'reported', why, rules: ['R26', 'fine print 22'] };
    });
    const state = await this.#stateNow(authorisation.id);
    if (told.some((row) => row.state === state.name)) return statements;
    if (state.name === null || state.since === null) {
      const why = 'Accepted, and not commenced yet: there is no row for that (R26)';
      return [...statements, { ...base, verdict: 'not-yet', why, rules: ['R26'] }];
    }
    const outlook = await this.outlook.find({
      reportId: 'S1MIG-006',
      recipientId: authorisation.responsible_supplier_id,
      notBefore: endOfDay(state.since),
    });
    return [
      ...statements,
      { ...base, ...outlook, why: `State ${state.name}. ${outlook.why}`, rules: ['R26', ...outlook.rules] },
    ];
  }

  async #stateNow(id: string): Promise<{ name: string | null; since: Date | null }> {
    const [state] = await this.dataSource.query<{ name: string | null; since: Date | null }[]>(STATE_NOW, [
      id,
    ]);
    return state ?? { name: null, since: null };
  }
}

interface ToldIn {
  issue_id: string | null;
  file_name: string | null;
  slot_id: string | null;
  slot_time: Date | null;
}

function toldIn(row: ToldIn): Pick<Statement, 'issueId' | 'fileName' | 'slotId' | 'slotTime'> {
  return { issueId: row.issue_id, fileName: row.file_name, slotId: row.slot_id, slotTime: row.slot_time };
}

function statementFor(reportId: string, recipientId: string, recipientRole: string): Statement {
  return {
    reportId,
    recipientId,
    recipientRole,
    verdict: 'not-for-you',
    why: '',
    rules: [],
    issueId: null,
    fileName: null,
    row: null,
    slotId: null,
    slotTime: null,
  };
}

function eventsOf(authorisation: AuthorisationFacts, responses: ResponseFacts[]): ExplainedEvent[] {
  const { created_at: at, file_id: fileId, file, record_number: record } = authorisation;
  return [
    { at, what: 'Submitted', source: { fileId, file, record } },
    ...responses.map((response) => ({
      at: response.responded_at,
      what: `Validation response: ${response.result}${response.reason_code ? ` (${response.reason_code})` : ''}`,
      source: { fileId: response.source_id, file: response.source, record: response.record },
    })),
  ];
}

const RESPONSES = `
  SELECT r.responded_at, r.result, r.reason_code, r.issue_id, i.file_name, i.slot_id, s.slot_time,
         f.id AS source_id, f.name AS source, r.record_number AS record
    FROM authorisation_response r
    JOIN source_file f ON f.id = r.source_file_id
    LEFT JOIN issue i ON i.id = r.issue_id
    LEFT JOIN slot s ON s.id = i.slot_id
   WHERE r.authorisation_id = $1
   ORDER BY r.responded_at, r.mavr_file_name COLLATE "C"`;

const TOLD_STATES = `
  SELECT t.state, t.issue_id, i.file_name, i.slot_id, s.slot_time
    FROM authorisation_told t JOIN issue i ON i.id = t.issue_id JOIN slot s ON s.id = i.slot_id
   WHERE t.authorisation_id = $1 ORDER BY s.slot_time`;

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
