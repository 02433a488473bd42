import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMNS = ['electricity_supplier_id', 'gas_supplier_id', 'distributor_id'];
const nameOf = (column: string): string => `attempt_${column.replace(/(_supplier)?_id$/, '')}_commenced`;

/** Who asks for commencements gives a time: what has not commenced, as all of a file that is just loaded, need not be in their indexes. */
export class CommencedOnly1700000000061 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.#make(runner, 'WHERE commenced_at IS NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await this.#make(runner, '');
  }

  async #make(runner: QueryRunner, condition: string): Promise<void> {
    for (const column of COLUMNS) {
      await runner.query(`
        DROP INDEX ${nameOf(column)};
        CREATE INDEX ${nameOf(column)} ON attempt (${column}, commenced_at) ${condition};`);
    }
  }
}
