import type { Pool } from 'pg';

/** What became of one file. */
export interface FileVerdict {
  readonly path: string;
  readonly state: 'accepted' | 'rejected' | 'duplicate';
  /** Of a rejected or duplicate file. */
  readonly code: string | null;
  readonly reason: string | null;
  /** Records that were set aside; the others were loaded. */
  readonly problems: readonly RecordVerdict[];
}

export interface RecordVerdict {
  /** From 1. */
  readonly record: number;
  readonly field: string;
  readonly code: string;
  readonly value: string | null;
  readonly reason: string;
}

/** The number of the newest file: what is received from now on has a higher one. */
export async function lastFileId(database: Pool): Promise<string> {
  const { rows } = await database.query<{ id: string }>('SELECT coalesce(max(id), 0) AS id FROM source_file');
  return rows[0]?.id ?? '0';
}

/** How many files with these paths came after `afterId`, and how many of those are not loaded yet. */
export async function intakeState(
  database: Pool,
  afterId: string,
  paths: readonly string[],
): Promise<{ received: number; waiting: number }> {
  const { rows } = await database.query<{ received: number; waiting: number }>(
    `SELECT count(DISTINCT path)::int AS received, (count(*) FILTER (WHERE state = 'received'))::int AS waiting
       FROM source_file WHERE id > $1 AND path = ANY ($2)`,
    [afterId, paths],
  );
  return rows[0] ?? { received: 0, waiting: 0 };
}

/** Verdicts in the order of `paths`. An upload that had to be repeated counts as what it was the first time. */
export async function fileVerdicts(
  database: Pool,
  afterId: string,
  paths: readonly string[],
): Promise<FileVerdict[]> {
  const { rows } = await database.query<FileVerdict>(
    `SELECT DISTINCT ON (f.path) f.path, f.state, f.reason,
            CASE WHEN f.state = 'accepted' THEN NULL ELSE f.code END AS code,
            coalesce((SELECT json_agg(json_build_object('record', p.record_number, 'field', p.field, 'code', p.code,
                                                        'value', p.value, 'reason', p.message)
                                      ORDER BY p.record_number, p.id)
                        FROM source_file_problem p
                       WHERE p.source_file_id = f.id AND p.severity = 'set-aside'), '[]') AS problems
       FROM source_file f
      WHERE f.id > $1 AND f.path = ANY ($2)
      ORDER BY f.path, f.id`,
    [afterId, paths],
  );
  const byPath = new Map(rows.map((row) => [row.path, row]));
  return paths.flatMap((path) => byPath.get(path) ?? []);
}
