import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Files at the destination that a database set back to an older state does not know (docs/backup-and-restore.md). */
export class FoundIssues1700000000056 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE found_issue (
        report_id        varchar(9) NOT NULL,
        recipient_id     varchar(23) NOT NULL,
        sequence_number  integer NOT NULL,
        created_at       timestamptz NOT NULL,
        file_name        text NOT NULL,
        folder           text NOT NULL,
        found_at         timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (report_id, recipient_id, sequence_number)
      );
      COMMENT ON TABLE found_issue IS 'a number that a recipient has already, though the database was set back to before it: its next build takes the same creation time, so that it comes to the same name, and the destination compares the contents';`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE found_issue');
  }
}
