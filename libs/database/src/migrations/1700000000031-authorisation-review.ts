import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which authorisations a S1MIG-006 must look at, so that its cost follows what happened and not history. Ingest sets the
 * column when something arrives that may change an outcome; the report moves it on to the next event that it knows of.
 */
export class AuthorisationReview1700000000031 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE authorisation ADD COLUMN review_from timestamptz DEFAULT '-infinity';
      COMMENT ON COLUMN authorisation.review_from IS
        'a S1MIG-006 about this instant or a later one must look at the outcome again; null: nothing has happened since one did';
      CREATE INDEX authorisation_to_review ON authorisation (responsible_supplier_id, review_from)
        WHERE review_from IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE authorisation DROP COLUMN review_from');
  }
}
