import type { DataSource } from 'typeorm';

/**
 * Reckons with the files that were loaded since the last call: a gap that one of them stands in goes, and what is missing
 * before and behind each is noted. Costs what those files cost. Stopped in between, the next call does it all again.
 */
export async function updateCounterGaps(dataSource: DataSource): Promise<void> {
  await dataSource.query(FORGET_DIVIDED);
  await dataSource.query(NOTE_GAPS);
}

/**
 * A file counts as loaded from the beginning of its transaction, which may have ended much later: so what began within
 * the time limit of a load is looked at again.
 */
const NEWER_FILES = `
  SELECT f.kind, f.originator, f.counter, f.created_at, f.finished_at
    FROM source_file f
   WHERE f.state = 'accepted' AND f.counter IS NOT NULL AND f.originator IS NOT NULL
     AND f.finished_at > (SELECT looked_until - interval '1 hour' FROM counter_gap_progress)`;

const FORGET_DIVIDED = `
  DELETE FROM counter_gap g USING (${NEWER_FILES}) n
   WHERE g.kind = n.kind AND g.originator = n.originator
     AND n.counter > g.after_counter AND n.counter < g.before_counter`;

const neighbour = (isBefore: boolean): string => `
  SELECT f.counter, f.created_at, f.finished_at
    FROM source_file f
   WHERE f.state = 'accepted' AND f.kind = n.kind AND f.originator = n.originator
     AND f.counter ${isBefore ? '<' : '>'} n.counter
   ORDER BY f.counter ${isBefore ? 'DESC' : ''}
   LIMIT 1`;

const NOTE_GAPS = `
  WITH newer AS (${NEWER_FILES}), neighbours AS (
    SELECT n.kind, n.originator, p.counter AS after_counter, n.counter AS before_counter, n.created_at, n.finished_at
      FROM newer n CROSS JOIN LATERAL (${neighbour(true)}) p
     UNION
    SELECT n.kind, n.originator, n.counter, b.counter, b.created_at, b.finished_at
      FROM newer n CROSS JOIN LATERAL (${neighbour(false)}) b
  ), noted AS (
    INSERT INTO counter_gap (kind, originator, after_counter, before_counter, created_at, finished_at)
    SELECT * FROM neighbours WHERE before_counter > after_counter + 1
    ON CONFLICT DO NOTHING
  )
  UPDATE counter_gap_progress SET looked_until = now()`;
