import { Inject, Injectable } from '@nestjs/common';
import type { SlotState } from '@app/database';
import { DataSource } from 'typeorm';
import { readCursor, toPage } from '../api/page';
import type { Page } from '../api/page';
import type { SlotQuery } from './slot.schemas';

export interface SlotSummary {
  id: string;
  reportId: string;
  recipientId: string;
  partyName: string | null;
  slotTime: Date;
  dueAt: Date;
  cause: string;
  state: SlotState;
  isLate: boolean;
  ranBehind: boolean;
  nilReason: string | null;
  lastErrorCode: string | null;
  lastError: string | null;
  finishedAt: Date | null;
  issueId: string | null;
  sequenceNumber: number | null;
  rowCount: number | null;
}

export interface SlotDetail extends SlotSummary {
  plannedAt: Date;
  queuedAt: Date | null;
  reportCreatedAt: Date | null;
  cutOff: Date | null;
  reissuesIssueId: string | null;
  fileName: string | null;
  folder: string | null;
  sizeBytes: string | null;
  sha256: string | null;
  deliveredAt: Date | null;
  location: string | null;
  failures: { step: 'build' | 'deliver'; failedAt: Date; code: string; message: string }[];
}

/** The obligations as operators look at them; `party` restricts to one Party's User IDs. */
@Injectable()
export class SlotReader {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** Newest slot time first. */
  async list(query: SlotQuery, party: string | null): Promise<Page<SlotSummary>> {
    const [beforeTime, beforeId] = readCursor(query.cursor, 'instant', 'id') ?? [null, null];
    const rows = await this.dataSource.query<SlotSummary[]>(
      `SELECT ${SUMMARY}
        WHERE ($1::text IS NULL OR s.report_id = $1) AND ($2::text IS NULL OR s.recipient_id = $2)
          AND ($3::text IS NULL OR s.state = $3)
          AND ($4::timestamptz IS NULL OR s.slot_time >= $4) AND ($5::timestamptz IS NULL OR s.slot_time <= $5)
          AND ($6::boolean IS NULL OR ${IS_LATE} = $6)
          AND ($7::text IS NULL OR r.party_signifier = $7)
          AND ($8::timestamptz IS NULL OR (s.slot_time, s.id) < ($8, $9::bigint))
        ORDER BY s.slot_time DESC, s.id DESC LIMIT $10`,
      [
        query.report ?? null,
        query.recipient ?? null,
        query.state ?? null,
        query.from ?? null,
        query.to ?? null,
        query.late === undefined ? null : query.late === 'true',
        party,
        beforeTime,
        beforeId,
        query.limit + 1,
      ],
    );
    return toPage(rows, query.limit, ({ slotTime, id }) => [slotTime.toISOString(), id]);
  }

  /** Null: there is no such slot, or it is another Party's. */
  async find(id: string, party: string | null): Promise<SlotDetail | null> {
    const [slot] = await this.dataSource.query<SlotDetail[]>(
      `SELECT s.planned_at AS "plannedAt", s.queued_at AS "queuedAt", s.report_created_at AS "reportCreatedAt",
              s.cut_off AS "cutOff", s.reissues_issue_id AS "reissuesIssueId", i.file_name AS "fileName", i.folder,
              i.size_bytes AS "sizeBytes", i.sha256, d.delivered_at AS "deliveredAt",
              d.receipt ->> 'location' AS location,
              coalesce((SELECT json_agg(json_build_object('step', f.step, 'failedAt', f.failed_at,
                                                          'code', f.error_code, 'message', f.error) ORDER BY f.id)
                          FROM slot_failure f WHERE f.slot_id = s.id), '[]') AS failures,
              ${SUMMARY}
         LEFT JOIN delivery d ON d.issue_id = i.id
        WHERE s.id = $1 AND ($2::text IS NULL OR r.party_signifier = $2)`,
      [id, party],
    );
    if (!slot) return null;
    return {
      ...slot,
      failures: slot.failures.map((failure) => ({ ...failure, failedAt: new Date(failure.failedAt) })),
    };
  }
}

/** Ended after its deadline, or not ended although the deadline is over. */
export const IS_LATE = `(coalesce(s.finished_at, now()) > s.due_at AND s.state NOT IN ('nil'))`;

const SUMMARY = `
  s.id, s.report_id AS "reportId", s.recipient_id AS "recipientId", r.party_name AS "partyName",
  s.slot_time AS "slotTime", s.due_at AS "dueAt", s.cause, s.state, ${IS_LATE} AS "isLate",
  s.ran_behind AS "ranBehind", s.nil_reason AS "nilReason", s.last_error_code AS "lastErrorCode",
  s.last_error AS "lastError", s.finished_at AS "finishedAt", i.id AS "issueId",
  i.sequence_number AS "sequenceNumber", i.row_count AS "rowCount"
   FROM slot s
   LEFT JOIN issue i ON i.slot_id = s.id
   LEFT JOIN recipient r ON r.user_id = s.recipient_id`;
