import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the stream of files tells about those who send them; the console shows it, the scheduler raises alerts from it. */
export class SourceStreams1700000000022 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE VIEW counter_gap AS
      SELECT kind, originator, previous AS after_counter, counter AS before_counter, created_at, finished_at
        FROM (SELECT kind, originator, counter, created_at, finished_at,
                     lag(counter) OVER (PARTITION BY kind, originator ORDER BY counter) AS previous
                FROM source_file WHERE state = 'accepted' AND counter IS NOT NULL) f
       WHERE counter > previous + 1;
      COMMENT ON VIEW counter_gap IS 'counters run without a gap per originator and kind';

      CREATE VIEW silent_originator AS
      SELECT * FROM (
        SELECT kind, originator, max(created_at) AS last_created_at,
               percentile_cont(0.5) WITHIN GROUP (ORDER BY pause) AS usual_pause,
               (SELECT max(created_at) FROM source_file WHERE state = 'accepted') - max(created_at) AS silence
          FROM (SELECT kind, originator, created_at,
                       created_at - lag(created_at) OVER (PARTITION BY kind, originator ORDER BY created_at) AS pause
                  FROM source_file WHERE state = 'accepted' AND originator IS NOT NULL) f
         GROUP BY kind, originator HAVING count(*) >= 4) s
       WHERE silence > interval '1 day' AND silence > 3 * usual_pause;
      COMMENT ON VIEW silent_originator IS
        'silent for a day and three of its usual pauses before the newest file of anybody: so a past period can be judged too';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP VIEW silent_originator; DROP VIEW counter_gap;');
  }
}
