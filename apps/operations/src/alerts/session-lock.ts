import type { DataSource, QueryRunner } from 'typeorm';

/** An advisory lock that a process keeps from call to call, until it ends or loses its connection. */
export class SessionLock {
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
      await this.#giveUp();
    }
    const runner = this.dataSource.createQueryRunner();
    try {
      const [row] = (await runner.query('SELECT pg_try_advisory_lock($1) AS held', [this.key])) as {
        held: boolean;
      }[];
      if (row?.held) {
        this.#runner = runner;
        return true;
      }
    } finally {
      if (!this.#runner) await runner.release();
    }
    return false;
  }

  async release(): Promise<void> {
    await this.#runner?.query('SELECT pg_advisory_unlock($1)', [this.key]).catch(() => undefined); // it ends with the connection
    await this.#giveUp();
  }

  async #giveUp(): Promise<void> {
    const runner = this.#runner;
    this.#runner = undefined;
    await runner?.release().catch(() => undefined);
  }
}
