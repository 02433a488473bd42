import type { PoolClient, QueryResult } from 'pg';
import type { DataSource } from 'typeorm';
import { cancelStatementsOn } from './cancel-statements';

/**
 * Runs `work` in one transaction on one pooled connection and gives it the driver's own client, which COPY needs.
 * Rolls back and rethrows what `work` throws. When `signal` is aborted, the statement that is running is cancelled in
 * the server, so that `work` fails and nothing of it stays, and nobody waits for its locks.
 */
export async function inTransaction<T>(
  dataSource: DataSource,
  work: (client: PoolClient) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  signal?.throwIfAborted();
  const runner = dataSource.createQueryRunner();
  try {
    const client = (await runner.connect()) as PoolClient;
    const backend = await begin(client, signal);
    try {
      const result = await (signal
        ? cancellable(dataSource, backend, () => work(client), signal)
        : work(client));
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

/** @returns if it may be cancelled: the server process that has the transaction; behind a pooler the driver knows another */
async function begin(client: PoolClient, signal: AbortSignal | undefined): Promise<number> {
  if (!signal) {
    await client.query('BEGIN');
    return 0;
  }
  const results = (await client.query('BEGIN; SELECT pg_backend_pid() AS backend')) as unknown as [
    QueryResult,
    QueryResult<{ backend: number }>,
  ];
  return results[1].rows[0]?.backend ?? 0;
}

async function cancellable<T>(
  dataSource: DataSource,
  backend: number,
  work: () => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const cancelling = cancelStatementsOn(dataSource, backend, signal);
  try {
    const result = await work();
    signal.throwIfAborted();
    return result;
  } finally {
    // A cancellation on its way must not meet the COMMIT, or the next user of this connection.
    await cancelling.end();
  }
}
