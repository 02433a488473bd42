import { fileCorrelation, slotCorrelation } from '@app/contracts';
import { microsecondsOf } from '@app/database';
import { rowTrace } from '@app/observability';
import type { JobProducer } from '@app/queue';
import type { DataSource } from 'typeorm';

/** Of each kind, at a time: the earliest, since the others wait for them. */
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
    const slots = await this.dataSource.query<{ id: string; born_at: string }[]>(
      `SELECT id, ${microsecondsOf('planned_at')} AS born_at FROM slot
        WHERE state IN ('queued', 'building') AND coalesce(queued_at, planned_at) < now() - $1::interval
        ORDER BY slot_time, id LIMIT ${BATCH}`,
      [age],
    );
    await this.producer.enqueueMany(
      'build-report',
      slots.map(({ id, born_at }) => ({ slotId: id, ...carriedBySlot(id, born_at) })),
    );
    const issues = await this.dataSource.query<{ id: string; slot_id: string; born_at: string }[]>(
      `SELECT i.id, s.id AS slot_id, ${microsecondsOf('s.planned_at')} AS born_at FROM slot s JOIN issue i ON i.slot_id = s.id
        WHERE s.state IN ('built', 'delivering') AND coalesce(s.queued_at, s.planned_at) < now() - $1::interval
        ORDER BY s.slot_time, s.id LIMIT ${BATCH}`,
      [age],
    );
    await this.producer.enqueueMany(
      'distribute-report',
      issues.map(({ id, slot_id, born_at }) => ({ issueId: id, ...carriedBySlot(slot_id, born_at) })),
    );
    const files = await this.dataSource.query<{ id: string; born_at: string }[]>(
      `SELECT id, ${microsecondsOf('received_at')} AS born_at FROM source_file WHERE state = 'received' AND received_at < now() - $1::interval
        ORDER BY id LIMIT ${BATCH}`,
      [age],
    );
    await this.producer.enqueueMany(
      'ingest-file',
      files.map(({ id, born_at }) => ({
        sourceFileId: id,
        correlationId: fileCorrelation(id),
        traceContext: rowTrace({ kind: 'file', id, bornAt: born_at }),
      })),
    );
  }
}

/** A job that was lost goes on in the log and the trace of its slot. */
function carriedBySlot(
  slotId: string,
  bornAt: string,
): { correlationId: string; traceContext: string | undefined } {
  return {
    correlationId: slotCorrelation(slotId),
    traceContext: rowTrace({ kind: 'slot', id: slotId, bornAt }),
  };
}
