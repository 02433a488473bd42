import { execFile } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The limit: `psql` copies a query's rows to a file. Milliseconds, with the start of psql (about 20). */
export async function psqlCopy(databaseUrl: string, query: string, file: string): Promise<number> {
  const start = performance.now();
  await run('psql', [databaseUrl, '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-c', copyCommand(query), '-o', file], {
    env: { PATH: process.env['PATH'], PGOPTIONS: '-c timezone=UTC -c jit=off' },
  });
  return performance.now() - start;
}

function copyCommand(query: string): string {
  return `COPY (${query}) TO STDOUT (FORMAT csv)`;
}
