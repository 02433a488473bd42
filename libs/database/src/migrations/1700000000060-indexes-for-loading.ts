import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMNS = ['electricity_supplier_id', 'gas_supplier_id', 'distributor_id'];
const stemOf = (column: string): string => `attempt_${column.replace(/(_supplier)?_id$/, '')}`;

/**
 * A batch of a file's records is found by their numbers while the rest is still to come. Who asks for commencements gives a
 * time: what has not commenced, as all of a file that is just loaded, need not be in their indexes.
 *
 * All are made before any is dropped: until the drops, at the end, reports and console go on reading.
 */
export class IndexesForLoading1700000000060 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE INDEX installation_record_number ON installation_record (source_file_id, record_number)',
    );
    for (const column of COLUMNS) {
      await runner.query(
        `CREATE INDEX ${stemOf(column)}_commenced_only ON attempt (${column}, commenced_at) WHERE commenced_at IS NOT NULL`,
      );
    }
    await runner.query('DROP INDEX installation_record_file');
    for (const column of COLUMNS) await runner.query(`DROP INDEX ${stemOf(column)}_commenced`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX installation_record_file ON installation_record (source_file_id)');
    for (const column of COLUMNS) {
      await runner.query(`CREATE INDEX ${stemOf(column)}_commenced ON attempt (${column}, commenced_at)`);
    }
    await runner.query('DROP INDEX installation_record_number');
    for (const column of COLUMNS) await runner.query(`DROP INDEX ${stemOf(column)}_commenced_only`);
  }
}
