import type { DataSource, QueryRunner } from 'typeorm';

/**
 * An advisory lock that a process keeps from call to call, until it ends or loses its connection. It is held by a
 * transaction that stays open and does nothing else: behind a pooler a lock of the session would stay with a connection
 * that others use. Such a transaction has no snapshot, so it keeps nothing from being vacuumed.
 */
export class LastingLock {
  #runner: QueryRunner | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly key: number,
  ) {}

  /** Whether this process has the lock now; takes it if nobody has it. */
  async hold(): Promise<boolean> {
    if (this.#runner) {
      const isAlive = await this.#runner.query('SELECT 1').then(
        () => true,
        () => false,
      );
      if (isAlive) return true;
      await this.release();
    }
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.startTransaction();
      const [row] = (await runner.query('SELECT pg_try_advisory_xact_lock($1) AS held', [this.key])) as {
        held: boolean;
      }[];
      if (row?.held) this.#runner = runner;
    } finally {
      if (this.#runner !== runner) await end(runner);
    }
    return this.#runner === runner;
  }

  async release(): Promise<void> {
    const runner = this.#runner;
    this.#runner = undefined;
    if (runner) await end(runner);
  }
}

/** A lost connection has ended its transaction already. */
async function end(runner: QueryRunner): Promise<void> {
  await runner.rollbackTransaction().catch(() => undefined);
  await runner.release().catch(() => undefined);
}
