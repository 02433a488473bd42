import { slotCorrelation } from '@app/contracts';
import { microsecondsOf } from '@app/database';
import { failpoint } from '@app/failpoints';
import { beginRowTrace } from '@app/observability';
import type { JobProducer } from '@app/queue';
import type { DataSource } from 'typeorm';

/** Slots that are rung for, and marked, at a time: what was done stays done when Redis goes away, or is slow. */
const BATCH = 200;

interface PlannedSlot {
  id: string;
  report_id: string;
  planned_at: Date;
  born_at: string;
}

/** An issue with more rows takes long enough to hold others up. */
const MANY_ROWS = 10_000;

/**
 * In slot order; of one slot time those that will be large come last, the largest at the very end: their deadline is the
 * same, and a recipient with a million rows must not hold up ninety with a few. How large follows from the ledger, for
 * other reports from the last issue.
 */
const PLANNED_SLOTS = `
  SELECT s.id, s.report_id, s.planned_at, ${microsecondsOf('s.planned_at')} AS born_at
    FROM (SELECT * FROM slot WHERE state = 'planned' ORDER BY slot_time, id LIMIT ${BATCH}) s
   CROSS JOIN LATERAL (
     SELECT CASE WHEN s.report_id IN ('S1MIG-001', 'S1MIG-002')
                 THEN (SELECT sum(l.size) FROM ledger_lot l
                        WHERE l.recipient_id = s.recipient_id AND l.report_id = s.report_id
                          AND l.issue_id IS NULL AND l.concluded_by <= s.slot_time)
                 ELSE (SELECT i.row_count FROM report_counter c
                         JOIN issue i ON i.report_id = c.report_id AND i.recipient_id = c.recipient_id
                                     AND i.sequence_number = c.last_sequence
                        WHERE c.report_id = s.report_id AND c.recipient_id = s.recipient_id)
            END) expected (rows)
   ORDER BY s.slot_time, CASE WHEN expected.rows > ${MANY_ROWS} THEN expected.rows ELSE 0 END, s.id`;

/** Rings for planned slots in slot order. Ringing twice is harmless, so the mark follows the ring. */
export class SlotEnqueuer {
  constructor(
    private readonly dataSource: DataSource,
    private readonly producer: JobProducer,
  ) {}

  /**
   * @param stop aborted: what is left is rung for by the next beat
   * @returns how many slots were rung for
   */
  async enqueuePlanned(stop?: AbortSignal): Promise<number> {
    let queued = 0;
    while (!stop?.aborted) {
      const slots = await this.dataSource.query<PlannedSlot[]>(PLANNED_SLOTS);
      if (slots.length === 0) return queued;
      await failpoint('ring.before-enqueue');
      await this.producer.enqueueMany(
        'build-report',
        slots.map((slot) => ({
          slotId: slot.id,
          correlationId: slotCorrelation(slot.id),
          traceContext: beginSlotTrace(slot),
        })),
      );
      await failpoint('ring.after-enqueue');
      await this.dataSource.query(
        `UPDATE slot SET state = CASE state WHEN 'planned' THEN 'queued' ELSE state END, queued_at = now()
          WHERE id = ANY ($1)`,
        [slots.map(({ id }) => id)],
      );
      queued += slots.length;
    }
    return queued;
  }
}

function beginSlotTrace({ id, report_id, planned_at, born_at }: PlannedSlot): string | undefined {
  const attributes = { 'mrr.slot.id': id, 'mrr.report': report_id };
  return beginRowTrace(
    { kind: 'slot', id, bornAt: born_at },
    { name: 'plan-slot', startedAt: planned_at, attributes },
  );
}
