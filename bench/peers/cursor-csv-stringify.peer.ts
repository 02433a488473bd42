/** What a user would write: a cursor, csv-stringify, a file. */
import { createWriteStream } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import { Client } from 'pg';
import QueryStream from 'pg-query-stream';
import { timed } from './timed';

timed(async ({ url, query, file }: { url: string; query: string; file: string }) => {
  const client = new Client({ connectionString: url });
  await client.connect();
  const start = performance.now();
  const rows = client.query(new QueryStream(query, [], { batchSize: 1_000, rowMode: 'array' }));
  await pipeline(rows, stringify(), createWriteStream(file));
  void client.end();
  return { start };
});
