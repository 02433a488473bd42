import { reportDefinition } from '@app/mrr';
import type { ReportId } from '@app/mrr';
import type { Statement } from './explain.schemas';

/** A statement about one report of one recipient that says nothing yet. */
export function blankStatement(
  reportId: ReportId,
  recipientId: string | null,
  recipientRole: string,
): Statement {
  return {
    reportId,
    recipientId,
    recipientRole,
    verdict: 'not-for-you',
    why: '',
    rules: [],
    sources: [],
    issueId: null,
    fileName: null,
    row: null,
    columns: [],
    slotId: null,
    slotTime: null,
  };
}

/** The clauses of the regime that a report answers to, then the readings that decide the case. */
export function rulesOf(reportId: ReportId, ...readings: string[]): string[] {
  return [...new Set([...reportDefinition(reportId).clauses, ...readings])];
}

export function unknownSupplier(
  userId: string,
  reportId: ReportId,
): Pick<Statement, 'verdict' | 'why' | 'rules'> {
  const why = `The master data does not know ${userId} as a supplier: nothing is produced for it until it does`;
  return { verdict: 'blocked', why, rules: rulesOf(reportId, 'R10', 'fine print 17') };
}
