import type { DataSource } from 'typeorm';
import type { PoolClient } from 'pg';

/**
 * Runs `work` in one transaction on one pooled connection and gives it the driver's own client, which COPY needs.
 * Rolls back and rethrows what `work` throws.
 */
export async function inTransaction<T>(
  dataSource: DataSource,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const runner = dataSource.createQueryRunner();
  try {
    const client = (await runner.connect()) as PoolClient;
    await client.query('BEGIN');
    try {
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    }
  } finally {
    await runner.release();
  }
}
