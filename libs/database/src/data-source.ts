import { DataSource } from 'typeorm';
import type { DataSourceOptions } from 'typeorm';
import { ENTITIES } from './entities';
import { MIGRATIONS } from './migrations';

export interface DatabaseOptions {
  /** `postgres://…` */
  readonly url: string;
  /** Connections that this process keeps at most. */
  readonly poolSize: number;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName: string;
}

/** TypeORM options for one process. Sessions run in UTC (R7), whatever the server's default is. */
export function dataSourceOptions(options: DatabaseOptions): DataSourceOptions {
  return {
    type: 'postgres',
    url: options.url,
    applicationName: options.applicationName,
    entities: ENTITIES,
    migrations: MIGRATIONS,
    migrationsTableName: 'schema_migration',
    synchronize: false,
    logging: false, // TypeORM would print the parameters of a failed statement, MPANs among them; callers log the error
    extra: { max: options.poolSize, options: '-c timezone=UTC -c jit=off' },
  };
}

/**
 * Brings the schema up to date and returns the names of the migrations that it took. Several processes may call it at
 * once: one migrates, the others wait for it.
 */
export async function runMigrations(databaseUrl: string): Promise<readonly string[]> {
  const dataSource = new DataSource(
    dataSourceOptions({ url: databaseUrl, poolSize: 2, applicationName: 'mrr-migrate' }),
  );
  await dataSource.initialize();
  const lock = dataSource.createQueryRunner();
  try {
    // Held by a transaction: behind a pooler a session is nobody's own, and its lock would outlive this program.
    await lock.startTransaction();
    await lock.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    const applied = await dataSource.runMigrations({ transaction: 'all' });
    return applied.map(({ name }) => name);
  } finally {
    if (lock.isTransactionActive) await lock.rollbackTransaction();
    await lock.release();
    await dataSource.destroy();
  }
}

/** Advisory lock key; any constant that nothing else uses. */
const MIGRATION_LOCK = 7_001;
