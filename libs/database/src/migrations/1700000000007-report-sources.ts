import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What several report queries share: the formats of dates and the links between authorisations and attempts. */
export class ReportSources1700000000007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- STABLE, as to_char is: a stricter label would keep PostgreSQL from inlining them.
      CREATE FUNCTION report_datetime(instant timestamptz) RETURNS text LANGUAGE sql STABLE
        RETURN to_char(instant AT TIME ZONE 'UTC', 'YYYYMMDD"T"HH24MISS');
      CREATE FUNCTION report_date(day date) RETURNS text LANGUAGE sql STABLE
        RETURN to_char(day, 'YYYYMMDD');
      CREATE FUNCTION utc_day(instant timestamptz) RETURNS date LANGUAGE sql IMMUTABLE
        RETURN (instant AT TIME ZONE 'UTC')::date;

      -- The common file records behind an authorisation: those that name it, else those that its completion responses
      -- name. Links have no time (fine print 2).
      CREATE VIEW authorisation_link AS
      SELECT m.id AS authorisation_id, i.id AS attempt_id
        FROM authorisation m
        JOIN installation_record i
          ON i.electricity_ma_file = m.ma_file_name AND i.electricity_ma_record = m.ma_record_number
      UNION
      SELECT m.id, i.id
        FROM authorisation m
        JOIN installation_record i ON i.gas_ma_file = m.ma_file_name AND i.gas_ma_record = m.ma_record_number
      UNION
      SELECT c.authorisation_id, a.id
        FROM authorisation_completion c
        JOIN attempt a USING (smso_id, requesting_party_id, mcf_counter, chf_id)
       WHERE c.authorisation_id IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM installation_record i
                          WHERE i.electricity_ma_file = c.ma_file_name AND i.electricity_ma_record = c.ma_record_number)
         AND NOT EXISTS (SELECT 1 FROM installation_record i
                          WHERE i.gas_ma_file = c.ma_file_name AND i.gas_ma_record = c.ma_record_number);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP VIEW authorisation_link;
      DROP FUNCTION report_datetime(timestamptz), report_date(date), utc_day(timestamptz);`);
  }
}
