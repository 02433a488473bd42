import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the stream of files tells, at a cost that follows the newest files and the number of originators, not history: gaps are
 * kept as rows, and an originator's usual pause is that of its latest files.
 */
export class BoundedSourceStreams1700000000052 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX source_file_created_at ON source_file (created_at) WHERE state = 'accepted';
      CREATE INDEX source_file_finished_at ON source_file (finished_at) WHERE state = 'accepted';
      CREATE INDEX source_file_stream ON source_file (kind, originator, created_at)
        WHERE state = 'accepted' AND originator IS NOT NULL;

      DROP VIEW counter_gap;
      CREATE TABLE counter_gap (
        kind            text NOT NULL,
        originator      text NOT NULL,
        after_counter   integer NOT NULL,
        before_counter  integer NOT NULL,
        created_at      timestamptz NOT NULL,
        finished_at     timestamptz NOT NULL,
        PRIMARY KEY (kind, originator, after_counter)
      );
      COMMENT ON TABLE counter_gap IS 'counters run without a gap per originator and kind; kept by the scheduler as files come';
      COMMENT ON COLUMN counter_gap.created_at IS 'creation of the file behind the gap; finished_at is when it was loaded';
      INSERT INTO counter_gap
      SELECT kind, originator, previous, counter, created_at, finished_at
        FROM (SELECT kind, originator, counter, created_at, finished_at,
                     lag(counter) OVER (PARTITION BY kind, originator ORDER BY counter) AS previous
                FROM source_file WHERE state = 'accepted' AND counter IS NOT NULL) f
       WHERE counter > previous + 1;
      CREATE TABLE counter_gap_progress (
        only_row      boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        looked_until  timestamptz NOT NULL
      );
      COMMENT ON TABLE counter_gap_progress IS 'files that were loaded at or before looked_until are reckoned with in counter_gap';
      INSERT INTO counter_gap_progress (looked_until) VALUES (now());

      CREATE VIEW source_stream AS
      WITH RECURSIVE stream AS ( -- jumps from one originator to the next by the index
        (SELECT kind, originator FROM source_file WHERE state = 'accepted' AND originator IS NOT NULL
          ORDER BY kind, originator LIMIT 1)
        UNION ALL
        SELECT next.* FROM stream s
         CROSS JOIN LATERAL (
           SELECT kind, originator FROM source_file
            WHERE state = 'accepted' AND originator IS NOT NULL AND (kind, originator) > (s.kind, s.originator)
            ORDER BY kind, originator LIMIT 1) next
      )
      SELECT kind, originator FROM stream;
      COMMENT ON VIEW source_stream IS 'who has sent which kinds of files';

      CREATE OR REPLACE VIEW silent_originator AS
      SELECT * FROM (
        SELECT s.kind, s.originator, max(f.created_at) AS last_created_at,
               percentile_cont(0.5) WITHIN GROUP (ORDER BY pause) AS usual_pause,
               (SELECT max(created_at) FROM source_file WHERE state = 'accepted') - max(f.created_at) AS silence
          FROM source_stream s
         CROSS JOIN LATERAL (
           SELECT created_at, created_at - lag(created_at) OVER (ORDER BY created_at) AS pause
             FROM (SELECT created_at FROM source_file
                    WHERE state = 'accepted' AND kind = s.kind AND originator = s.originator
                    ORDER BY created_at DESC LIMIT 30) latest) f
         GROUP BY s.kind, s.originator HAVING count(*) >= 4) s
       WHERE silence > interval '1 day' AND silence > 3 * usual_pause;
      COMMENT ON VIEW silent_originator IS
        'silent for a day and three of its usual pauses (those of its latest 30 files) before the newest file of anybody: so a past period can be judged too';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE OR REPLACE VIEW silent_originator AS
      SELECT * FROM (
        SELECT kind, originator, max(created_at) AS last_created_at,
               percentile_cont(0.5) WITHIN GROUP (ORDER BY pause) AS usual_pause,
               (SELECT max(created_at) FROM source_file WHERE state = 'accepted') - max(created_at) AS silence
          FROM (SELECT kind, originator, created_at,
                       created_at - lag(created_at) OVER (PARTITION BY kind, originator ORDER BY created_at) AS pause
                  FROM source_file WHERE state = 'accepted' AND originator IS NOT NULL) f
         GROUP BY kind, originator HAVING count(*) >= 4) s
       WHERE silence > interval '1 day' AND silence > 3 * usual_pause;
      DROP VIEW source_stream;
      DROP TABLE counter_gap, counter_gap_progress;
      CREATE VIEW counter_gap AS
      SELECT kind, originator, previous AS after_counter, counter AS before_counter, created_at, finished_at
        FROM (SELECT kind, originator, counter, created_at, finished_at,
                     lag(counter) OVER (PARTITION BY kind, originator ORDER BY counter) AS previous
                FROM source_file WHERE state = 'accepted' AND counter IS NOT NULL) f
       WHERE counter > previous + 1;
      DROP INDEX source_file_created_at, source_file_finished_at, source_file_stream;`);
  }
}
