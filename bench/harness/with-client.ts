import { Client } from 'pg';

/** A connection with the settings of the product's own (UTC, no JIT). */
export async function withClient<T>(databaseUrl: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: databaseUrl, options: '-c timezone=UTC -c jit=off' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
