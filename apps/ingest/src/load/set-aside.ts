import { prepared } from '@app/database';
import type { PoolClient } from 'pg';

/**
 * Notes as problems the records that a statement deletes. `deletion` is a DELETE … RETURNING source_file_id,
 * record_number, field, value, code, message. Keeps the files' counts true.
 */
export async function setAside(
  client: PoolClient,
  deletion: string,
  values: readonly unknown[],
): Promise<void> {
  await client.query(
    prepared(
      `WITH removed AS (${deletion}), noted AS (
       INSERT INTO source_file_problem (source_file_id, record_number, field, value, code, message, severity)
       SELECT source_file_id, record_number, field, value, code, message, 'set-aside' FROM removed
     )
     UPDATE source_file f SET set_aside_count = set_aside_count + removed.records
       FROM (SELECT source_file_id, count(*) AS records FROM removed GROUP BY source_file_id) removed
      WHERE f.id = removed.source_file_id`,
      values,
    ),
  );
}
