import { Inject, Injectable } from '@nestjs/common';
import { ReadDatabase } from '@app/database';
import type { SlotState } from '@app/database';
import type { ReportId } from '@app/mrr';

/** A slot with its issue, if it has one. */
export interface ExplainedSlot {
  readonly id: string;
  readonly recipient_id: string;
  readonly slot_time: Date;
  readonly state: SlotState;
  readonly nil_reason: string | null;
  readonly last_error: string | null;
  readonly issue_id: string | null;
  readonly file_name: string | null;
  readonly archive_key: string | null;
  readonly sequence_number: number | null;
  /** What was loaded after it is not in the issue; null: there is none. */
  readonly made_at: Date | null;
}

/** Slots and issues as an explanation needs them. */
@Injectable()
export class SlotLookup {
  constructor(@Inject(ReadDatabase) private readonly database: ReadDatabase) {}

  /** Slots of a report, re-issues included, by slot time. `recipientId` null: of all recipients. */
  between(reportId: ReportId, recipientId: string | null, from: Date, to: Date): Promise<ExplainedSlot[]> {
    return this.database.query<ExplainedSlot[]>(
      `${SELECT_SLOT}
        WHERE s.report_id = $1 AND ($2::text IS NULL OR s.recipient_id = $2) AND s.slot_time BETWEEN $3 AND $4
        ORDER BY s.slot_time, s.recipient_id, s.id`,
      [reportId, recipientId, from, to],
    );
  }

  /** An issue and those that told its rows again, in this order. */
  retellings(issueId: string): Promise<ExplainedSlot[]> {
    return this.database.query<ExplainedSlot[]>(
      `WITH RECURSIVE line AS (
         SELECT i.id, i.slot_id FROM issue i WHERE i.id = $1
         UNION ALL
         SELECT i.id, s.id FROM line JOIN slot s ON s.reissues_issue_id = line.id JOIN issue i ON i.slot_id = s.id)
       ${SELECT_SLOT} WHERE i.id IN (SELECT id FROM line) ORDER BY i.id`,
      [issueId],
    );
  }

  /** The dates on which the recipient may be reported to; null: the master data does not know it. */
  async reportingDates(recipientId: string): Promise<ReportingDates | null> {
    const [dates] = await this.database.query<ReportingDates[]>(
      `SELECT reporting_from::text AS "from", reporting_to::text AS "to" FROM recipient WHERE user_id = $1`,
      [recipientId],
    );
    return dates ?? null;
  }
}

/** Days as `YYYY-MM-DD`, both inclusive; null: without a bound. */
export interface ReportingDates {
  readonly from: string | null;
  readonly to: string | null;
}

// A creation time before the slot was planned is that of a fixed clock and says nothing of what had been loaded.
const SELECT_SLOT = `
  SELECT s.id, s.recipient_id, s.slot_time, s.state, s.nil_reason, s.last_error, i.id AS issue_id, i.file_name,
         i.archive_key, i.sequence_number,
         CASE WHEN i.created_at >= date_trunc('second', s.planned_at) THEN i.created_at
              WHEN i.id IS NOT NULL THEN coalesce(s.finished_at, now()) END AS made_at
    FROM slot s LEFT JOIN issue i ON i.slot_id = s.id`;
