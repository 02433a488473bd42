import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The product's sessions say UTC at their start (R7); behind a pooler they share sessions that somebody else started,
 * so the database says it too. Who may not alter the database sets it there by hand (docs/scaling.md).
 */
export class SessionDefaults1700000000059 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$
      BEGIN
        EXECUTE format('ALTER DATABASE %I SET timezone TO ''UTC''', current_database());
        EXECUTE format('ALTER DATABASE %I SET jit TO off', current_database());
      EXCEPTION WHEN insufficient_privilege THEN
        RAISE WARNING 'timezone and jit of database % are not set: not its owner', current_database();
      END $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$
      BEGIN
        EXECUTE format('ALTER DATABASE %I RESET timezone', current_database());
        EXECUTE format('ALTER DATABASE %I RESET jit', current_database());
      EXCEPTION WHEN insufficient_privilege THEN
        NULL;
      END $$`);
  }
}
