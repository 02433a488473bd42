import type { DataSource } from 'typeorm';
import type { LoadOutcome } from './load-outcome';

/**
 * Decides a file that stands against an accepted one: the same bytes make it a duplicate, the same business key with
 * other bytes a conflict (fine print 30).
 */
export async function decideConflict(
  dataSource: DataSource,
  file: { readonly id: string; readonly name: string; readonly sha256: string },
): Promise<LoadOutcome> {
  const [earlier] = await dataSource.query<{ name: string }[]>(
    `SELECT name FROM source_file WHERE state = 'accepted' AND sha256 = $1`,
    [file.sha256],
  );
  if (earlier) {
    await decide(
      dataSource,
      file.id,
      'duplicate',
      'DUPLICATE_FILE',
      `The same bytes were loaded as ${earlier.name}`,
    );
    return { kind: 'duplicate' };
  }
  const reason = 'Another file with the same business key and other bytes was loaded before';
  await decide(dataSource, file.id, 'rejected', 'KEY_CONFLICT', reason);
  return { kind: 'rejected', code: 'KEY_CONFLICT', reason };
}

async function decide(
  dataSource: DataSource,
  sourceFileId: string,
  state: 'duplicate' | 'rejected',
  code: string,
  reason: string,
): Promise<void> {
  await dataSource.query(
    `UPDATE source_file SET state = $2, finished_at = now(), code = $3, reason = $4
      WHERE id = $1 AND state = 'received'`,
    [sourceFileId, state, code, reason],
  );
}
