import { Inject, Injectable } from '@nestjs/common';
import { HOUR_MS } from '@app/mrr';
import { AttemptReader } from './attempt-reader';
import type { AttemptFacts, Entitlement } from './attempt-reader';
import type { ExplainedPart, Statement } from './explain.schemas';
import { IssueRowFinder } from './issue-row-finder';
import { possibleRecipients } from './possible-recipients';
import type { PossibleRecipient } from './possible-recipients';
import { SlotOutlook, utc } from './slot-outlook';

/** Why an attempt stands, or does not stand, in S1MIG-001, 002 and 003 of each recipient that it may concern. */
@Injectable()
export class AttemptExplainer {
  constructor(
    @Inject(AttemptReader) private readonly attempts: AttemptReader,
    @Inject(SlotOutlook) private readonly outlook: SlotOutlook,
    @Inject(IssueRowFinder) private readonly rows: IssueRowFinder,
  ) {}

  /** @param visible the User IDs that the caller may learn of; null: all */
  async explain(attempt: AttemptFacts, visible: ReadonlySet<string> | null): Promise<ExplainedPart> {
    const entitlements = await this.attempts.entitlements(attempt.id);
    const recipients = possibleRecipients(attempt).filter(
      ({ userId }) => visible === null || (userId !== null && visible.has(userId)),
    );
    const statements: Statement[] = [];
    for (const recipient of recipients) {
      statements.push(await this.#explainTo(attempt, recipient, entitlements));
    }
    return {
      subject: `CHF ${attempt.chf_id} in common file ${attempt.smso_id} ${attempt.requesting_party_id} counter ${attempt.mcf_counter}`,
      status: statusOf(attempt),
      events: await this.attempts.events(attempt.id),
      statements,
    };
  }

  async #explainTo(
    attempt: AttemptFacts,
    recipient: PossibleRecipient,
    entitlements: readonly Entitlement[],
  ): Promise<Statement> {
    const base: Statement = {
      reportId: 'S1MIG-001, S1MIG-002, S1MIG-003',
      recipientId: recipient.userId,
      recipientRole: recipient.role,
      verdict: 'not-for-you',
      why: '',
      rules: [],
      issueId: null,
      fileName: null,
      row: null,
      slotId: null,
      slotTime: null,
    };
    const told = entitlements.find(({ recipient_id }) => recipient_id === recipient.userId);
    if (told?.issue_id) return this.#reported(attempt, base, told);
    if (recipient.refusal) return { ...base, why: recipient.refusal.why, rules: recipient.refusal.rules };
    if (!attempt.commenced_at) {
      return { ...base, verdict: 'not-yet', why: statusOf(attempt), rules: ['R1', 'R2'] };
    }
    if (!attempt.concluded_at) {
      const why = `In process since ${utc(attempt.commenced_at)}: it stands in S1MIG-003 of every day until it concludes. ${statusOf(attempt)}`;
      return { ...base, reportId: 'S1MIG-003', verdict: 'in-process', why, rules: ['R3', 'R19'] };
    }
    const reportId = attempt.succeeded ? 'S1MIG-001' : 'S1MIG-002';
    const outlook = await this.outlook.find({
      reportId,
      recipientId: recipient.userId ?? '',
      notBefore: new Date(attempt.concluded_at.getTime() + HOUR_MS),
    });
    return { ...base, reportId, ...outlook, rules: [...recipient.rules, ...outlook.rules] };
  }

  async #reported(attempt: AttemptFacts, base: Statement, told: Entitlement): Promise<Statement> {
    const row = told.archive_key === null ? null : await this.rows.findAttempt(told.archive_key, attempt);
    return {
      ...base,
      reportId: told.report_id,
      verdict: 'reported',
      why: `Concluded with ${attempt.succeeded ? 'success' : 'failure'} at ${utc(attempt.concluded_at)}; told in the slot of ${utc(told.slot_time)}`,
      rules: ['MRR 3.1.5', 'R3', 'R13'],
      issueId: told.issue_id,
      fileName: told.file_name,
      row,
      slotId: told.slot_id,
      slotTime: told.slot_time,
    };
  }
}

function statusOf(attempt: AttemptFacts): string {
  if (!attempt.commenced_at) {
    return 'Not commenced: no group file names it that its latest validation lets pass (R2); outcomes wait until one does';
  }
  if (attempt.concluded_at) {
    return `Concluded with ${attempt.succeeded ? 'success' : 'failure'} at ${utc(attempt.concluded_at)}`;
  }
  if (attempt.pending_since) {
    return `Commissioning pending since ${utc(attempt.pending_since)}: waits for its commissioning outcome file`;
  }
  return attempt.to_be_commissioned_by_dcc
    ? 'Group file received: waits for its S1SP outcome, and then for its commissioning outcome'
    : 'Group file received: waits for its S1SP outcome';
}
