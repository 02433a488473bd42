import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Organisations and commitments, versioned by file; `recipient` and `distributor` hold the ruling snapshot. */
export class MasterData1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE organisation_user (
        source_file_id   bigint NOT NULL REFERENCES source_file,
        record_number    integer NOT NULL,
        party_signifier  text NOT NULL,
        party_name       text NOT NULL,
        role             text NOT NULL,
        user_id          text NOT NULL,
        distributor_ids  text[] NOT NULL DEFAULT '{}',
        smso_id          text,
        affiliate_group  text,
        folder           text NOT NULL,
        reporting_from   date,
        reporting_to     date,
        PRIMARY KEY (source_file_id, record_number)
      );
      COMMENT ON TABLE organisation_user IS 'every snapshot that was ever loaded';

      -- The snapshot with the latest creation instant rules (fine print 3). These two tables are its copy, so that
      -- no query has to find out which one rules.
      CREATE TABLE recipient (
        user_id          text PRIMARY KEY,
        role             text NOT NULL CHECK (role IN ('SUPPLIER', 'DNO')),
        party_signifier  text NOT NULL,
        party_name       text NOT NULL,
        affiliate_group  text,
        folder           text NOT NULL,
        reporting_from   date,
        reporting_to     date
      );
      CREATE TABLE distributor (
        distributor_id   text PRIMARY KEY,
        user_id          text NOT NULL REFERENCES recipient DEFERRABLE INITIALLY DEFERRED
      );

      CREATE TABLE commitment (
        source_file_id   bigint NOT NULL REFERENCES source_file,
        record_number    integer NOT NULL,
        user_id          text NOT NULL,
        smso_id          text NOT NULL,
        migration_day    date NOT NULL,
        quantity         integer NOT NULL,
        issued_at        timestamptz NOT NULL,
        PRIMARY KEY (user_id, smso_id, migration_day, issued_at)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE commitment, distributor, recipient, organisation_user');
  }
}
