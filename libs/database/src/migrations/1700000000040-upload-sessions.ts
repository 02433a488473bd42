import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Uploads in progress: the destination blocks a file's name until its upload is continued or has expired. */
export class UploadSessions1700000000040 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE upload_session (
        destination  text PRIMARY KEY,
        sealed       bytea NOT NULL,
        saved_at     timestamptz NOT NULL DEFAULT now()
      );
      COMMENT ON TABLE upload_session IS 'unfinished uploads, so that any worker can continue them; lost rows cost a wait and no file';
      COMMENT ON COLUMN upload_session.destination IS 'library, folder and file name';
      COMMENT ON COLUMN upload_session.sealed IS 'encrypted by the delivery library: the upload URL allows anybody to write the file';
      CREATE INDEX upload_session_saved_at ON upload_session (saved_at);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE upload_session');
  }
}
