import type { MigrationInterface, QueryRunner } from 'typeorm';

const FUNCTIONS = [
  'report_datetime(timestamptz)',
  'report_date(date)',
  'utc_day(timestamptz)',
  'hour_end(timestamptz)',
  'duty_slot(timestamptz)',
];

/** Unless told, PostgreSQL takes a function to be unfit for parallel workers, and with it every query that calls it. */
export class ParallelReports1700000000061 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.#mark(runner, 'SAFE');
  }

  async down(runner: QueryRunner): Promise<void> {
    await this.#mark(runner, 'UNSAFE');
  }

  async #mark(runner: QueryRunner, how: 'SAFE' | 'UNSAFE'): Promise<void> {
    for (const name of FUNCTIONS) await runner.query(`ALTER FUNCTION ${name} PARALLEL ${how}`);
  }
}
