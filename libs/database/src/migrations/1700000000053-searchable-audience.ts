import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * One type for the recipient in all branches of the view of who receives an attempt. Where a branch has another one, PostgreSQL
 * does not look for the recipient in the branches by their indexes: it makes the whole view first, all of history.
 */
export class SearchableAudience1700000000053 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(attemptAudience('d.user_id::varchar'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(attemptAudience('d.user_id'));
  }
}

const attemptAudience = (distributorUserId: string): string => `
      CREATE OR REPLACE VIEW attempt_audience AS
      SELECT s.*, s.electricity_supplier_id AS recipient_id, 'SUPPLIER' AS recipient_role,
             true AS sees_electricity, (NOT s.is_split OR s.affiliate_submitter IS NOT NULL) AS sees_gas
        FROM attempt_split s
       WHERE s.knows_electricity_supplier
         AND (s.affiliate_submitter IS NULL OR s.affiliate_submitter = s.electricity_supplier_id)
      UNION ALL
      SELECT s.*, s.gas_supplier_id, 'SUPPLIER',
             (NOT s.is_split OR s.affiliate_submitter IS NOT NULL), true
        FROM attempt_split s
       WHERE s.knows_gas_supplier
         AND s.gas_supplier_id IS DISTINCT FROM s.electricity_supplier_id
         AND (s.affiliate_submitter IS NULL OR s.affiliate_submitter = s.gas_supplier_id)
      UNION ALL
      SELECT s.*, ${distributorUserId}, 'DNO', true, true
        FROM attempt_split s
        JOIN distributor d ON d.distributor_id = s.distributor_id`;
