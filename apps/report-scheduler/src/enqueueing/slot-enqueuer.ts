import { slotCorrelation } from '@app/contracts';
import { microsecondsOf } from '@app/database';
import { failpoint } from '@app/failpoints';
import { beginRowTrace } from '@app/observability';
import type { JobProducer } from '@app/queue';
import type { DataSource } from 'typeorm';

/** Slots that are rung for at a time: bounds memory and the damage of a Redis that goes away meanwhile. */
const BATCH = 1_000;

interface PlannedSlot {
  id: string;
  report_id: string;
  planned_at: Date;
  born_at: string;
}

const PLANNED_SLOTS = `
  SELECT id, report_id, planned_at, ${microsecondsOf('planned_at')} AS born_at
    FROM slot WHERE state = 'planned' ORDER BY slot_time, id LIMIT ${BATCH}`;

/** Rings for planned slots in slot order. Ringing twice is harmless, so the mark follows the ring. */
export class SlotEnqueuer {
  constructor(
    private readonly dataSource: DataSource,
    private readonly producer: JobProducer,
  ) {}

  /** @returns how many slots were rung for */
  async enqueuePlanned(): Promise<number> {
    let queued = 0;
    for (;;) {
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
  }
}

function beginSlotTrace({ id, report_id, planned_at, born_at }: PlannedSlot): string | undefined {
  const attributes = { 'mrr.slot.id': id, 'mrr.report': report_id };
  return beginRowTrace(
    { kind: 'slot', id, bornAt: born_at },
    { name: 'plan-slot', startedAt: planned_at, attributes },
  );
}
