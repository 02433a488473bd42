import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What makes a lost file of a snapshot report again (P5), and how far the archive has been looked through. */
export class IssueCopies1700000000055 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE issue_copy (
        issue_id  bigint PRIMARY KEY REFERENCES issue ON DELETE CASCADE,
        gzip      bytea NOT NULL,
        kept_at   timestamptz NOT NULL DEFAULT now()
      );
      COMMENT ON TABLE issue_copy IS 'the files of reports that no ledger can tell again, since the data moves on; kept for REPORT_COPY_RETENTION';
      ALTER TABLE issue_copy ALTER COLUMN gzip SET STORAGE EXTERNAL;
      CREATE INDEX issue_copy_kept_at ON issue_copy (kept_at);

      CREATE TABLE archive_upkeep (
        only_row          boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        started_at        timestamptz NOT NULL,
        checked_issue_id  bigint NOT NULL
      );
      COMMENT ON TABLE archive_upkeep IS 'whoever moves started_at looks after the archive next, from behind checked_issue_id';
      INSERT INTO archive_upkeep (started_at, checked_issue_id) VALUES ('-infinity', 0);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE archive_upkeep, issue_copy');
  }
}
