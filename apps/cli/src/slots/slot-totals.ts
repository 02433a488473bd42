import type { Pool } from 'pg';
import type { Period } from './period';

/** Which slots are meant: all of a database made for one batch, or those of a period. */
export type SlotScope = 'all' | Period;

export interface SlotTotals {
  readonly delivered: number;
  readonly nil: number;
  readonly failed: number;
  readonly unfinished: number;
  readonly issues: number;
}

export interface FailedSlot {
  readonly report: string;
  readonly recipient: string;
  readonly slotTime: Date;
  readonly error: string;
}

const IN_SCOPE = '($1::timestamptz IS NULL OR s.slot_time BETWEEN $1 AND $2)';

function parameters(scope: SlotScope): (Date | null)[] {
  return scope === 'all' ? [null, null] : [scope.from, scope.to];
}

export async function slotTotals(database: Pool, scope: SlotScope): Promise<SlotTotals> {
  const { rows } = await database.query<SlotTotals>(
    `SELECT (count(*) FILTER (WHERE s.state = 'delivered'))::int AS delivered,
            (count(*) FILTER (WHERE s.state = 'nil'))::int AS nil,
            (count(*) FILTER (WHERE s.state = 'failed'))::int AS failed,
            (count(*) FILTER (WHERE s.state NOT IN ('delivered', 'nil', 'failed')))::int AS unfinished,
            count(i.id)::int AS issues
       FROM slot s LEFT JOIN issue i ON i.slot_id = s.id
      WHERE ${IN_SCOPE}`,
    parameters(scope),
  );
  return rows[0] ?? { delivered: 0, nil: 0, failed: 0, unfinished: 0, issues: 0 };
}

export async function failedSlots(database: Pool, scope: SlotScope): Promise<FailedSlot[]> {
  const { rows } = await database.query<FailedSlot>(
    `SELECT s.report_id AS report, s.recipient_id AS recipient, s.slot_time AS "slotTime",
            coalesce(s.last_error_code || ': ' || s.last_error, s.last_error, 'no reason is known') AS error
       FROM slot s
      WHERE s.state = 'failed' AND ${IN_SCOPE}
      ORDER BY s.slot_time, s.report_id, s.recipient_id`,
    parameters(scope),
  );
  return rows;
}
