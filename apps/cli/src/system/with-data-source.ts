import { dataSourceOptions } from '@app/database';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';

/** TypeORM's view of the command's database, for as long as `work` takes. */
export async function withDataSource<T>(
  database: Pool,
  work: (dataSource: DataSource) => Promise<T>,
): Promise<T> {
  const url = database.options.connectionString ?? '';
  const dataSource = new DataSource(dataSourceOptions({ url, poolSize: 2, applicationName: 'mrr-cli' }));
  await dataSource.initialize();
  try {
    return await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
}
