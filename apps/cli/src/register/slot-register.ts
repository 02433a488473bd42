import { ALL_REPORTS, type ReportId, slotDeadline, slotTimes } from '@app/mrr';
import type { Pool } from 'pg';
import type { Period } from '../slots/period';

/** What became of one due slot: exactly one of the four, so that nothing is silently missing (P1). */
export type SlotOutcome = 'issued' | 'nil' | 'late' | 'failed';

export interface RegisterEntry {
  readonly report: ReportId;
  readonly slotTime: Date;
  readonly dueAt: Date;
  /** `calendar`, or the validation response file that a S1MIG-010 slot answers. */
  readonly cause: string;
  readonly outcome: SlotOutcome;
  /** Sequence number of the issue, as soon as it is made. */
  readonly number: number | null;
  readonly fileName: string | null;
  readonly rows: number | null;
  readonly deliveredAt: Date | null;
  /** Why it is nil, late or failed. */
  readonly reason: string | null;
}

/**
 * Every slot of one recipient in the period that has ended or should have ended by `now`: those that were planned,
 * and those that the calendar owes and nobody planned, which are late.
 */
export async function slotRegister(
  database: Pool,
  recipient: string,
  period: Period,
  now: Date,
): Promise<RegisterEntry[]> {
  const planned = await plannedSlots(database, recipient, period);
  const known = new Set(planned.map(({ report, slotTime }) => keyOf(report, slotTime)));
  const owed = await owedSlots(database, recipient, period);
  const missing = owed.filter(({ report, slotTime }) => !known.has(keyOf(report, slotTime)));
  return [...planned, ...missing]
    .filter(({ outcome, dueAt }) => outcome !== 'late' || dueAt <= now)
    .toSorted((left, right) => +left.slotTime - +right.slotTime || (left.report < right.report ? -1 : 1));
}

function keyOf(report: string, slotTime: Date): string {
  return `${report} ${slotTime.getTime()}`;
}

async function plannedSlots(
  database: Pool,
  recipient: string,
  { from, to }: Period,
): Promise<RegisterEntry[]> {
  const { rows } = await database.query<RegisterEntry>(
    `SELECT s.report_id AS report, s.slot_time AS "slotTime", s.due_at AS "dueAt", s.cause,
            CASE s.state WHEN 'delivered' THEN 'issued' WHEN 'nil' THEN 'nil' WHEN 'failed' THEN 'failed'
                         ELSE 'late' END AS outcome,
            i.sequence_number AS number, i.file_name AS "fileName", i.row_count AS rows,
            d.delivered_at AS "deliveredAt",
            CASE s.state WHEN 'delivered' THEN NULL WHEN 'nil' THEN s.nil_reason
                         WHEN 'failed' THEN concat_ws(': ', s.last_error_code, s.last_error)
                         ELSE concat_ws(': ', s.state, s.last_error_code, s.last_error) END AS reason
       FROM slot s
       LEFT JOIN issue i ON i.slot_id = s.id
       LEFT JOIN delivery d ON d.issue_id = i.id
      WHERE s.recipient_id = $1 AND s.slot_time BETWEEN $2 AND $3
      ORDER BY s.slot_time, s.report_id, s.id`,
    [recipient, from, to],
  );
  return rows;
}

/** What the calendar owes to a recipient of the ruling master data on its reporting dates (fine print 3, 4). */
async function owedSlots(database: Pool, recipient: string, { from, to }: Period): Promise<RegisterEntry[]> {
  const { rows } = await database.query<{ role: string; first: string | null; last: string | null }>(
    `SELECT role, reporting_from::text AS first, reporting_to::text AS last FROM recipient WHERE user_id = $1`,
    [recipient],
  );
  const dates = rows[0];
  if (dates === undefined) return [];
  const reports = ALL_REPORTS.filter(
    ({ recipients }) => dates.role === 'SUPPLIER' || recipients === 'supplier and DNO',
  );
  return reports.flatMap(({ id }) =>
    slotTimes(id, from, to)
      .filter((slotTime) => isReportedOn(slotTime.toISOString().slice(0, 10), dates))
      .map((slotTime) => neverPlanned(id, slotTime)),
  );
}

function isReportedOn(day: string, { first, last }: { first: string | null; last: string | null }): boolean {
  return (first === null || day >= first) && (last === null || day <= last);
}

function neverPlanned(report: ReportId, slotTime: Date): RegisterEntry {
  return {
    report,
    slotTime,
    dueAt: slotDeadline(report, slotTime),
    cause: 'calendar',
    outcome: 'late',
    number: null,
    fileName: null,
    rows: null,
    deliveredAt: null,
    reason: 'not planned: run the period (mrr run)',
  };
}
