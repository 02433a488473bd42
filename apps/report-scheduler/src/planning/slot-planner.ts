import { failpoint } from '@app/failpoints';
import { ALL_REPORTS, slotDeadline, slotTimes } from '@app/mrr';
import type { ReportDefinition } from '@app/mrr';
import type { DataSource } from 'typeorm';

export interface SlotPlannerOptions {
  /** R30: S1MIG-009 is made at the DCC's discretion. */
  readonly isS1mig009Enabled: boolean;
}

/**
 * Writes the obligations down before anybody works on them (P1). Planning the same period twice, or by two schedulers
 * at once, plans each slot once: the slot table's key decides.
 */
export class SlotPlanner {
  constructor(
    private readonly dataSource: DataSource,
    private readonly options: SlotPlannerOptions,
  ) {}

  /** Plans the calendar slots due from `from` to `to`, both included, and returns how many are new. */
  async planCalendar(from: Date, to: Date): Promise<number> {
    let planned = 0;
    for (const report of ALL_REPORTS) {
      if (report.id === 'S1MIG-009' && !this.options.isS1mig009Enabled) continue;
      planned += await this.#planReport(report, slotTimes(report.id, from, to));
      await failpoint('plan.mid-calendar');
    }
    return planned;
  }

  /**
   * Plans every calendar slot up to now that is not planned yet: missed ones, too, with their own slot time. The very
   * first call only notes where the calendar begins.
   */
  async planUntil(now: Date): Promise<number> {
    const [progress] = await this.dataSource.query<{ planned_until: Date }[]>(
      `INSERT INTO calendar_progress AS p (planned_until) VALUES ($1)
       ON CONFLICT (only_row) DO UPDATE SET planned_until = p.planned_until RETURNING planned_until`,
      [now],
    );
    const plannedUntil = progress?.planned_until ?? now;
    if (plannedUntil >= now) return 0;
    const planned = await this.planCalendar(new Date(plannedUntil.getTime() + 1), now);
    await failpoint('plan.before-progress');
    await this.dataSource.query('UPDATE calendar_progress SET planned_until = $1', [now]);
    return planned;
  }

  /**
   * Plans a S1MIG-010 slot for every validation response file whose rows were not told yet and whose submitter may be
   * reported to on the response's date (R20, R31, fine print 5). Returns how many are new.
   */
  async planValidationResponses(): Promise<number> {
    const responses =
      await this.dataSource.query<{ recipient_id: string; slot_time: Date; cause: string }[]>(
        UNPLANNED_RESPONSES,
      );
    if (responses.length === 0) return 0;
    await this.dataSource.query(PLAN_RESPONSES, [
      responses.map(({ recipient_id }) => recipient_id),
      responses.map(({ slot_time }) => slot_time),
      responses.map(({ cause }) => cause),
      responses.map(({ slot_time }) => slotDeadline('S1MIG-010', slot_time)),
    ]);
    await failpoint('plan.mid-responses');
    return responses.length;
  }

  async #planReport(report: ReportDefinition, times: Date[]): Promise<number> {
    if (times.length === 0) return 0;
    const [{ count }] = await this.dataSource.query<[{ count: number }]>(PLAN_SLOTS, [
      report.id,
      times,
      times.map((time) => slotDeadline(report.id, time)),
      rolesOf(report),
    ]);
    return count;
  }
}

function rolesOf(report: ReportDefinition): string[] {
  return report.recipients === 'supplier and DNO' ? ['SUPPLIER', 'DNO'] : ['SUPPLIER'];
}

/** Recipients of the ruling master data whose reporting dates hold the date of the slot time (fine print 3, 4). */
const PLAN_SLOTS = `
  WITH planned AS (
    INSERT INTO slot (report_id, recipient_id, slot_time, due_at)
    SELECT $1, r.user_id, t.slot_time, t.due_at
      FROM unnest($2::timestamptz[], $3::timestamptz[]) AS t (slot_time, due_at)
      JOIN recipient r
        ON r.role = ANY ($4)
       AND utc_day(t.slot_time) BETWEEN coalesce(r.reporting_from, '-infinity') AND coalesce(r.reporting_to, 'infinity')
     ORDER BY t.slot_time, r.user_id
    ON CONFLICT DO NOTHING
    RETURNING 1
  )
  SELECT count(*)::int AS count FROM planned`;

const UNPLANNED_RESPONSES = `
  SELECT DISTINCT r.owed_to AS recipient_id, r.responded_at AS slot_time, r.mavr_file_name AS cause
    FROM authorisation_response r
    JOIN recipient p
      ON p.user_id = r.owed_to
     AND p.role = 'SUPPLIER'
     AND utc_day(r.responded_at) BETWEEN coalesce(p.reporting_from, '-infinity') AND coalesce(p.reporting_to, 'infinity')
   WHERE r.issue_id IS NULL
     AND r.owed_to IS NOT NULL
     AND NOT EXISTS (SELECT 1 FROM slot s
                      WHERE s.report_id = 'S1MIG-010' AND s.recipient_id = r.owed_to
                        AND s.slot_time = r.responded_at AND s.cause = r.mavr_file_name)
   ORDER BY 2, 1, 3`;

const PLAN_RESPONSES = `
  INSERT INTO slot (report_id, recipient_id, slot_time, cause, due_at)
  SELECT 'S1MIG-010', * FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::timestamptz[])
  ON CONFLICT DO NOTHING`;
