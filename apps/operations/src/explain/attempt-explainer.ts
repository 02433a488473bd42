import { Inject, Injectable } from '@nestjs/common';
import { DAY_MS, HOUR_MS, WEEK_MS } from '@app/mrr';
import type { ReportId } from '@app/mrr';
import type { ReportSettings } from '@app/reports';
import { PRODUCE_OPTIONS } from '../slots/slot-requeuer';
import { asKnownAt, audienceOf, isActiveFor, isRowOf, placesOf } from './attempt-places';
import { AttemptReader } from './attempt-reader';
import type { AttemptFacts, Entitlement } from './attempt-reader';
import type { ExplainedEvent, ExplainedPart, Statement } from './explain.schemas';
import { IssueRowFinder } from './issue-row-finder';
import { possibleRecipients } from './possible-recipients';
import type { PossibleRecipient } from './possible-recipients';
import { SlotLookup } from './slot-lookup';
import { SlotOutlook, utc } from './slot-outlook';
import { SlotStatements, sourcesUntil } from './slot-statements';
import { blankStatement, rulesOf } from './statement';

type OutcomeReport = 'S1MIG-001' | 'S1MIG-002';

const STATE_REPORTS_OF_SUPPLIERS = ['S1MIG-003', 'S1MIG-004', 'S1MIG-005', 'S1MIG-007'] as const;
const STATE_REPORTS_OF_DNOS = ['S1MIG-003', 'S1MIG-005'] as const;

/** How long after an attempt's last event a report may still speak of it. */
const REACH_MS: Readonly<Record<(typeof STATE_REPORTS_OF_SUPPLIERS)[number], number>> = {
  'S1MIG-003': 2 * DAY_MS,
  'S1MIG-004': 5 * WEEK_MS,
  'S1MIG-005': 2 * DAY_MS,
  'S1MIG-007': 2 * WEEK_MS,
};

/** Why an attempt stands, or does not stand, in S1MIG-001 to 005 and 007 of each recipient that it may concern. */
@Injectable()
export class AttemptExplainer {
  constructor(
    @Inject(AttemptReader) private readonly attempts: AttemptReader,
    @Inject(SlotOutlook) private readonly outlook: SlotOutlook,
    @Inject(SlotLookup) private readonly slots: SlotLookup,
    @Inject(IssueRowFinder) private readonly rows: IssueRowFinder,
    @Inject(SlotStatements) private readonly slotStatements: SlotStatements,
    @Inject(PRODUCE_OPTIONS) private readonly settings: ReportSettings,
  ) {}

  /** @param visible the User IDs that the caller may learn of; null: all */
  async explain(attempt: AttemptFacts, visible: ReadonlySet<string> | null): Promise<ExplainedPart> {
    const entitlements = await this.attempts.entitlements(attempt.id);
    const events = await this.attempts.events(attempt.id);
    const recipients = possibleRecipients(attempt).filter(
      ({ userId }) => visible === null || (userId !== null && visible.has(userId)),
    );
    const statements: Statement[] = [];
    for (const recipient of recipients) {
      statements.push(...(await this.#outcomeTo(attempt, recipient, entitlements, events)));
      statements.push(...(await this.#statesTo(attempt, recipient, events)));
    }
    return {
      subject: `CHF ${attempt.chf_id} in common file ${attempt.smso_id} ${attempt.requesting_party_id} counter ${attempt.mcf_counter}`,
      status: statusOf(attempt),
      events,
      statements,
    };
  }

  /** S1MIG-001 and 002: the outcome, told once. */
  async #outcomeTo(
    attempt: AttemptFacts,
    recipient: PossibleRecipient,
    entitlements: readonly Entitlement[],
    events: readonly ExplainedEvent[],
  ): Promise<Statement[]> {
    const told = entitlements.find(({ recipient_id }) => recipient_id === recipient.userId);
    if (told?.issue_id) return this.#told(attempt, recipient, told.report_id, told.issue_id, events);
    const blank = (reportId: OutcomeReport): Statement => ({
      ...blankStatement(reportId, recipient.userId, recipient.role),
      sources: sourcesUntil(events, new Date()),
    });
    const whyNeither = whyNoOutcome(attempt, recipient);
    if (whyNeither) {
      return (['S1MIG-001', 'S1MIG-002'] as const).map((reportId) => ({
        ...blank(reportId),
        ...whyNeither,
        rules: rulesOf(reportId, ...whyNeither.rules),
      }));
    }
    const reportId = attempt.succeeded ? 'S1MIG-001' : 'S1MIG-002';
    const outlook = await this.outlook.find({
      reportId,
      recipientId: recipient.userId ?? '',
      notBefore: new Date((attempt.concluded_at?.getTime() ?? 0) + HOUR_MS),
    });
    const rules = rulesOf(reportId, ...recipient.rules, ...outlook.rules);
    return [{ ...blank(reportId), ...outlook, rules }, otherOutcome(attempt, recipient, reportId)];
  }

  /** The issue that told the outcome, and those that told it again. */
  async #told(
    attempt: AttemptFacts,
    recipient: PossibleRecipient,
    reportId: OutcomeReport,
    issueId: string,
    events: readonly ExplainedEvent[],
  ): Promise<Statement[]> {
    const statements: Statement[] = [];
    for (const slot of await this.slots.retellings(issueId)) {
      const verb = slot.issue_id === issueId ? 'told' : 'told again';
      statements.push({
        ...blankStatement(reportId, recipient.userId, recipient.role),
        verdict: 'reported',
        why: `Concluded with ${outcomeOf(attempt)} at ${utc(attempt.concluded_at)}; ${verb} in the slot of ${utc(slot.slot_time)}`,
        rules: rulesOf(reportId, 'R3', 'R13', ...recipient.rules),
        sources: sourcesUntil(events, slot.slot_time),
        issueId: slot.issue_id,
        fileName: slot.file_name,
        row: slot.archive_key === null ? null : await this.rows.find(slot.archive_key, isRowOf(attempt)),
        slotId: slot.id,
        slotTime: slot.slot_time,
      });
    }
    return [...statements, otherOutcome(attempt, recipient, reportId)];
  }

  /** S1MIG-003, 004, 005 and 007: every report that shows it or counts it. */
  async #statesTo(
    attempt: AttemptFacts,
    recipient: PossibleRecipient,
    events: readonly ExplainedEvent[],
  ): Promise<Statement[]> {
    const isDno = recipient.role === 'distribution network operator';
    const reports = isDno ? STATE_REPORTS_OF_DNOS : STATE_REPORTS_OF_SUPPLIERS;
    const statements: Statement[] = [];
    for (const reportId of reports) {
      const base = blankStatement(reportId, recipient.userId, recipient.role);
      const whyNot = whyInNone(attempt, recipient, reportId);
      if (whyNot) {
        const rules = rulesOf(reportId, ...whyNot.rules);
        statements.push({ ...base, ...whyNot, rules, sources: sourcesUntil(events, new Date()) });
        continue;
      }
      const told = await this.#state(reportId, attempt, recipient, base, events);
      statements.push(...(told.length > 0 ? told : [neverInStock(attempt, base, reportId)]));
    }
    return statements;
  }

  #state(
    reportId: (typeof STATE_REPORTS_OF_SUPPLIERS)[number],
    attempt: AttemptFacts,
    recipient: PossibleRecipient,
    base: Statement,
    events: readonly ExplainedEvent[],
  ): Promise<Statement[]> {
    const audience = audienceOf(attempt, recipient, this.settings.dnoSeesGasMeter);
    const from = attempt.commenced_at ?? new Date();
    const isOfPeriod = reportId === 'S1MIG-004' || reportId === 'S1MIG-007';
    const last = isOfPeriod ? from : (attempt.concluded_at ?? new Date());
    return this.slotStatements.tell({
      reportId,
      base,
      events,
      from,
      to: new Date(Math.max(last.getTime(), from.getTime()) + REACH_MS[reportId]),
      placesIn: (slotTime, madeAt) => placesOf(reportId, asKnownAt(attempt, madeAt), audience, slotTime),
    });
  }
}

type WhyNot = Pick<Statement, 'verdict' | 'why' | 'rules'>;

function whyNoOutcome(attempt: AttemptFacts, recipient: PossibleRecipient): WhyNot | null {
  if (recipient.refusal) return { verdict: 'not-for-you', ...recipient.refusal };
  if (!attempt.commenced_at) return { verdict: 'not-yet', why: statusOf(attempt), rules: ['R1', 'R2'] };
  if (attempt.concluded_at) return null;
  const why = `In process since ${utc(attempt.commenced_at)}, so there is no outcome yet. ${statusOf(attempt)}`;
  return { verdict: 'in-process', why, rules: ['R3'] };
}

function whyInNone(attempt: AttemptFacts, recipient: PossibleRecipient, reportId: ReportId): WhyNot | null {
  if (recipient.refusal) return { verdict: 'not-for-you', ...recipient.refusal };
  if (!attempt.commenced_at) return { verdict: 'not-yet', why: statusOf(attempt), rules: ['R1', 'R2'] };
  if (reportId !== 'S1MIG-007' || isActiveFor(attempt, recipient.userId ?? '')) return null;
  const why = 'No meter of this supplier in it is active; S1MIG-007 counts active ones only';
  return { verdict: 'not-for-you', why, rules: ['R28'] };
}

/** The one of S1MIG-001 and 002 that does not tell it. */
function otherOutcome(
  attempt: AttemptFacts,
  { userId, role }: PossibleRecipient,
  told: OutcomeReport,
): Statement {
  const reportId = told === 'S1MIG-001' ? 'S1MIG-002' : 'S1MIG-001';
  const why = `It concluded with ${outcomeOf(attempt)}, which ${told} tells`;
  return { ...blankStatement(reportId, userId, role), why, rules: rulesOf(reportId, 'R3') };
}

function neverInStock(attempt: AttemptFacts, base: Statement, reportId: ReportId): Statement {
  const why = `Commenced at ${utc(attempt.commenced_at)} and concluded at ${utc(attempt.concluded_at)}: it was in process at no end of a day`;
  return { ...base, why, rules: rulesOf(reportId, 'R19') };
}

function outcomeOf({ succeeded }: AttemptFacts): string {
  return succeeded ? 'success' : 'failure';
}

function statusOf(attempt: AttemptFacts): string {
  if (!attempt.commenced_at) {
    return 'Not commenced: no group file names it that its latest validation lets pass (R2); outcomes wait until one does';
  }
  if (attempt.concluded_at) return `Concluded with ${outcomeOf(attempt)} at ${utc(attempt.concluded_at)}`;
  if (attempt.pending_since) {
    return `Commissioning pending since ${utc(attempt.pending_since)}: waits for its commissioning outcome file`;
  }
  return attempt.to_be_commissioned_by_dcc
    ? 'Group file received: waits for its S1SP outcome, and then for its commissioning outcome'
    : 'Group file received: waits for its S1SP outcome';
}
