import type { JobProducer } from '@app/queue';
import type { DataSource } from 'typeorm';

const BATCH = 5_000;

/**
 * PostgreSQL knows what is owed; Redis only rings for it (P6). Rings again for whatever is owed for longer than one
 * interval; a job that is still there is left alone.
 */
export class UnfinishedWork {
  constructor(
    private readonly dataSource: DataSource,
    private readonly producer: JobProducer,
  ) {}

  async ringAgain(olderThanMs: number): Promise<void> {
    const age = `${Math.round(olderThanMs)} milliseconds`;
    const slots = await this.dataSource.query<{ id: string }[]>(
      `SELECT id FROM slot
        WHERE state IN ('queued', 'building') AND coalesce(queued_at, planned_at) < now() - $1::interval
        ORDER BY slot_time, id LIMIT ${BATCH}`,
      [age],
    );
    await this.producer.enqueueMany(
      'build-report',
      slots.map(({ id }) => ({ slotId: id })),
    );
    const issues = await this.dataSource.query<{ id: string }[]>(
      `SELECT i.id FROM slot s JOIN issue i ON i.slot_id = s.id
        WHERE s.state IN ('built', 'delivering') AND coalesce(s.queued_at, s.planned_at) < now() - $1::interval
        ORDER BY s.slot_time, s.id LIMIT ${BATCH}`,
      [age],
    );
    await this.producer.enqueueMany(
      'distribute-report',
      issues.map(({ id }) => ({ issueId: id })),
    );
    const files = await this.dataSource.query<{ id: string }[]>(
      `SELECT id FROM source_file WHERE state = 'received' AND received_at < now() - $1::interval
        ORDER BY id LIMIT ${BATCH}`,
      [age],
    );
    await this.producer.enqueueMany(
      'ingest-file',
      files.map(({ id }) => ({ sourceFileId: id })),
    );
  }
}
