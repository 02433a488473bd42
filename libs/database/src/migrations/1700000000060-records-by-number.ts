import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A batch of a file's records is found by their numbers while the rest is still to come. */
export class RecordsByNumber1700000000060 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX installation_record_number ON installation_record (source_file_id, record_number);
      DROP INDEX installation_record_file;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX installation_record_file ON installation_record (source_file_id);
      DROP INDEX installation_record_number;`);
  }
}
