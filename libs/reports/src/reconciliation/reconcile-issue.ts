import { prepared } from '@app/database';
import { reportDefinition } from '@app/mrr';
import type { ReportId } from '@app/mrr';
import type { PoolClient } from 'pg';
import { REPORT_QUERIES } from '../queries';
import type { ReportContext } from '../queries/report-query';
import { activityAgainstLedger } from './activity-against-ledger.check';
import { activityAgainstStock } from './activity-against-stock.check';
import { authorisationsAgainstResponses } from './authorisations-against-responses.check';
import { commencementsAgainstLedger } from './commencements-against-ledger.check';
import type { Disagreement, ReconciliationCheck } from './reconciliation-check';

const CHECKS: readonly ReconciliationCheck[] = [
  commencementsAgainstLedger,
  activityAgainstLedger,
  activityAgainstStock,
  authorisationsAgainstResponses,
];

/** Differences that an alert spells out; the rest is counted. */
const TOLD_DIFFERENCES = 10;

export function isReconciled(reportId: ReportId): boolean {
  return CHECKS.some((check) => check.reportId === reportId);
}

export interface IssueToReconcile {
  readonly id: string;
  readonly fileName: string;
  readonly reportId: ReportId;
  readonly context: ReportContext;
  /** The detail rows as they stand in the file. */
  readonly rows: readonly (readonly (string | null)[])[];
}

/**
 * Holds the totals of a summary report against those of the other reports of the recipient, in the transaction that
 * makes the issue. A disagreement raises an alert with both figures and holds up nothing: the report is delivered.
 */
export async function reconcileIssue(client: PoolClient, issue: IssueToReconcile): Promise<void> {
  for (const check of CHECKS) {
    if (check.reportId !== issue.reportId || !check.appliesTo(issue.context)) continue;
    if ((await inFile(client, check, issue)).length === 0) continue;
    // A file may have been loaded since the rows were read: only what one look at the data shows is a disagreement.
    const confirmed = await inData(client, check, issue);
    if (confirmed.length > 0) await raise(client, check, issue, confirmed);
  }
}

async function inFile(
  client: PoolClient,
  check: ReconciliationCheck,
  { context, rows }: IssueToReconcile,
): Promise<Disagreement[]> {
  const { values } = REPORT_QUERIES[check.reportId].detail(context);
  const columns = columnNames(check.reportId).map((name, index) => `record ->> ${index} AS ${name}`);
  const reported = `SELECT ${columns.join(', ')} FROM jsonb_array_elements($${values.length + 1}::jsonb) record`;
  return disagreements(client, check, context, reported, [...values, JSON.stringify(rows)]);
}

async function inData(
  client: PoolClient,
  check: ReconciliationCheck,
  { context }: IssueToReconcile,
): Promise<Disagreement[]> {
  const { text, values } = REPORT_QUERIES[check.reportId].detail(context);
  const reported = `SELECT * FROM (${text}) detail (${columnNames(check.reportId).join(', ')})`;
  return disagreements(client, check, context, reported, values);
}

async function disagreements(
  client: PoolClient,
  check: ReconciliationCheck,
  context: ReportContext,
  reported: string,
  values: readonly unknown[],
): Promise<Disagreement[]> {
  const text = `WITH reported AS (${reported}) SELECT * FROM (${check.disagreements(context)}) disagreement`;
  const { rows } = await client.query<Disagreement>(prepared(text, values));
  return rows;
}

function columnNames(reportId: ReportId): string[] {
  return reportDefinition(reportId).detail.map((_, index) => `c${index + 1}`);
}

/** What is explained is on record, but needs nobody: its alert is cleared at once. */
async function raise(
  client: PoolClient,
  check: ReconciliationCheck,
  { id, fileName }: IssueToReconcile,
  found: readonly Disagreement[],
): Promise<void> {
  const isExplained = found.every(({ explanation }) => explanation !== null);
  await client.query(
    `INSERT INTO alert (kind, subject, message, cleared_at, notified_at)
     SELECT 'RECONCILIATION_MISMATCH', $1, $2, cleared_at, cleared_at
       FROM (SELECT CASE WHEN $3 THEN now() END AS cleared_at) explained
     ON CONFLICT DO NOTHING`,
    [`issue ${id}, ${check.against}`, `${fileName}: ${messageOf(check, found)}`, isExplained],
  );
}

function messageOf({ against }: ReconciliationCheck, found: readonly Disagreement[]): string {
  const told = found.slice(0, TOLD_DIFFERENCES).map(({ what, reported, found: other, explanation }) => {
    const reason = explanation === null ? '' : ` (${explanation})`;
    return `${what}: ${reported} in the report, ${other} by the ${against}${reason}`;
  });
  const untold = found.length - told.length;
  return [...told, ...(untold > 0 ? [`and ${untold} more`] : [])].join('; ');
}
