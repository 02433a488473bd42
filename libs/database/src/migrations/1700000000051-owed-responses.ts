import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whom a validation response is still owed to, so that planning and claiming S1MIG-010 read what is owed to one supplier.
 * Responses to the DCC's own authorisations are owed to nobody; they no longer stand among the untold ones for ever.
 */
export class OwedResponses1700000000051 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE authorisation_response ADD COLUMN owed_to varchar(23);
      COMMENT ON COLUMN authorisation_response.owed_to IS
        'the supplier that submitted the answered authorisation; null: not linked yet, or submitted by the DCC';
      UPDATE authorisation_response r SET owed_to = m.authorising_party_id
        FROM authorisation m
       WHERE m.id = r.authorisation_id AND m.is_supplier_submitted;
      DROP INDEX authorisation_response_untold;
      CREATE INDEX authorisation_response_owed ON authorisation_response (owed_to, mavr_file_name, responded_at)
        WHERE issue_id IS NULL AND owed_to IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE authorisation_response DROP COLUMN owed_to;
      CREATE INDEX authorisation_response_untold ON authorisation_response (source_file_id)
        WHERE issue_id IS NULL AND authorisation_id IS NOT NULL;`);
  }
}
