import { failpoint } from '@app/failpoints';
import type { JobProducer } from '@app/queue';
import type { DataSource } from 'typeorm';

/** Slots that are rung for at a time: bounds memory and the damage of a Redis that goes away meanwhile. */
const BATCH = 1_000;

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
      const slots = await this.dataSource.query<{ id: string }[]>(
        `SELECT id FROM slot WHERE state = 'planned' ORDER BY slot_time, id LIMIT ${BATCH}`,
      );
      if (slots.length === 0) return queued;
      await failpoint('ring.before-enqueue');
      await this.producer.enqueueMany(
        'build-report',
        slots.map(({ id }) => ({ slotId: id })),
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
