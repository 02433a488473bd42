import { Inject, Injectable } from '@nestjs/common';
import { endOfDay } from '@app/mrr';
import type { ReportId } from '@app/mrr';
import { AuthorisationReader } from './authorisation-reader';
import type { AuthorisationFacts, ResponseFacts } from './authorisation-reader';
import { AuthorisationSummaries } from './authorisation-summaries';
import type { ExplainedEvent, ExplainedPart, Statement, Subject } from './explain.schemas';
import { IssueRowFinder } from './issue-row-finder';
import { SlotLookup } from './slot-lookup';
import { SlotOutlook, utc } from './slot-outlook';
import { sourcesUntil } from './slot-statements';
import { blankStatement, rulesOf, unknownSupplier } from './statement';

/** One told thing and where to look for it in the file. */
interface Told {
  readonly base: Statement;
  readonly why: string;
  readonly readings: readonly string[];
  readonly issueId: string;
  /** By the order of the report. */
  readonly row: number | null;
  readonly matches: (record: readonly string[]) => boolean;
  readonly events: readonly ExplainedEvent[];
}

/** Why an authorisation stands, or does not stand, in S1MIG-006, 008, 009 and 010. */
@Injectable()
export class AuthorisationExplainer {
  constructor(
    @Inject(AuthorisationReader) private readonly authorisations: AuthorisationReader,
    @Inject(AuthorisationSummaries) private readonly summaries: AuthorisationSummaries,
    @Inject(SlotOutlook) private readonly outlook: SlotOutlook,
    @Inject(SlotLookup) private readonly slots: SlotLookup,
    @Inject(IssueRowFinder) private readonly rows: IssueRowFinder,
  ) {}

  /** @param visible the User IDs that the caller may learn of; null: all */
  async explain(subject: Subject, visible: ReadonlySet<string> | null): Promise<ExplainedPart[]> {
    const parts: ExplainedPart[] = [];
    for (const authorisation of await this.authorisations.find(subject, visible)) {
      parts.push(await this.#explainOne(authorisation, visible));
    }
    const parked = visible === null ? await this.authorisations.parked(subject) : [];
    if (parked.length > 0) {
      parts.push({
        subject: 'Responses that wait',
        status: 'Parked until the Migration Authorisation File that they speak of is loaded (fine print 15)',
        events: parked.map(({ what, file_id, file, record }) => ({
          at: null,
          what,
          source: { fileId: file_id, file, record },
        })),
        statements: [],
      });
    }
    return parts;
  }

  async #explainOne(
    authorisation: AuthorisationFacts,
    visible: ReadonlySet<string> | null,
  ): Promise<ExplainedPart> {
    const responses = await this.authorisations.responses(authorisation.id);
    const events = await this.authorisations.events(authorisation, responses);
    const statements = [
      ...(await this.#validation(authorisation, responses, events)),
      ...(await this.#outcomes(authorisation, responses, events)),
      ...(await this.summaries.explain(authorisation, responses, events, visible === null)),
    ];
    return {
      subject: `Authorisation ${authorisation.ma_file_name} record ${authorisation.ma_record_number}`,
      status:
        responses.length === 0
          ? 'No validation response is loaded'
          : `Last response: ${responses.at(-1)?.result}`,
      events,
      statements: statements.filter(({ recipientId }) => visible === null || visible.has(recipientId ?? '')),
    };
  }

  /** S1MIG-010 tells the submitter each response once (R20, fine print 5). */
  async #validation(
    authorisation: AuthorisationFacts,
    responses: ResponseFacts[],
    events: ExplainedEvent[],
  ): Promise<Statement[]> {
    const base = startOf('S1MIG-010', authorisation.authorising_party_id, 'submitter', events);
    if (!authorisation.is_supplier_submitted) {
      const why = 'The DCC submitted it; S1MIG-010 is for supplier-submitted ones only';
      return [{ ...base, why, rules: rulesOf('S1MIG-010', 'R31') }];
    }
    if (responses.length === 0) {
      const why = 'No validation response to it is loaded yet';
      return [{ ...base, verdict: 'not-yet', why, rules: rulesOf('S1MIG-010', 'R20', 'R33') }];
    }
    const statements: Statement[] = [];
    for (const response of responses) {
      if (response.issue_id !== null) {
        const why = `The response ${response.result} of ${utc(response.responded_at)} was told`;
        const matches = (record: readonly string[]): boolean =>
          record[1] === (authorisation.import_mpan ?? '') && record[2] === (authorisation.mprn ?? '');
        const { issue_id: issueId, row } = response;
        statements.push(
          ...(await this.#told({ base, why, readings: ['R20'], issueId, row, matches, events })),
        );
        continue;
      }
      const outlook = await this.outlook.find({
        reportId: 'S1MIG-010',
        recipientId: authorisation.authorising_party_id,
        notBefore: response.responded_at,
      });
      statements.push({ ...base, ...outlook, rules: rulesOf('S1MIG-010', 'R14', 'R20', 'fine print 5') });
    }
    return statements;
  }

  /** S1MIG-006 tells the Responsible Supplier each state once (R26, fine print 22). */
  async #outcomes(
    authorisation: AuthorisationFacts,
    responses: ResponseFacts[],
    events: ExplainedEvent[],
  ): Promise<Statement[]> {
    const base = startOf('S1MIG-006', authorisation.responsible_supplier_id, 'responsible supplier', events);
    const rules = rulesOf('S1MIG-006', 'R26', 'fine print 22');
    if (responses.length === 0) {
      const why = 'It has no outcome state before a validation response rules on it';
      return [{ ...base, verdict: 'not-yet', why, rules }];
    }
    if (!authorisation.knows_supplier)
      return [{ ...base, ...unknownSupplier(authorisation.responsible_supplier_id, 'S1MIG-006') }];
    const told = await this.authorisations.toldStates(authorisation.id);
    const statements: Statement[] = [];
    for (const { state, issue_id: issueId, row } of told) {
      const matches = (record: readonly string[]): boolean => record[2] === authorisation.ma_file_name;
      const why = `Its state ${state} was told`;
      const readings = ['R26', 'fine print 22'];
      statements.push(...(await this.#told({ base, why, readings, issueId, row, matches, events })));
    }
    const state = await this.authorisations.stateNow(authorisation.id);
    if (told.some((row) => row.state === state.name)) return statements;
    if (state.name === null || state.since === null) {
      const why = 'Accepted, and not commenced yet: there is no row for that (R26)';
      return [...statements, { ...base, verdict: 'not-yet', why, rules }];
    }
    const outlook = await this.outlook.find({
      reportId: 'S1MIG-006',
      recipientId: authorisation.responsible_supplier_id,
      notBefore: endOfDay(state.since),
    });
    const why = `State ${state.name}. ${outlook.why}`;
    return [...statements, { ...base, ...outlook, why, rules: [...rules, ...outlook.rules] }];
  }

  /** One statement for the issue that told it, and one for each that told it again. */
  async #told({ base, why, readings, issueId, row, matches, events }: Told): Promise<Statement[]> {
    const statements: Statement[] = [];
    for (const slot of await this.slots.retellings(issueId)) {
      const found =
        slot.archive_key === null
          ? null
          : await this.rows.find(slot.archive_key, (record, at) => at === row && matches(record));
      statements.push({
        ...base,
        verdict: 'reported',
        why: slot.issue_id === issueId ? why : `${why} again`,
        rules: rulesOf(base.reportId as ReportId, ...readings),
        sources: sourcesUntil(events, slot.slot_time),
        issueId: slot.issue_id,
        fileName: slot.file_name,
        row: found ?? row, // the archive may have lost the file; the order of its rows is known all the same
        slotId: slot.id,
        slotTime: slot.slot_time,
      });
    }
    return statements;
  }
}

function startOf(
  reportId: ReportId,
  userId: string,
  role: string,
  events: readonly ExplainedEvent[],
): Statement {
  return { ...blankStatement(reportId, userId, role), sources: sourcesUntil(events, new Date()) };
}
