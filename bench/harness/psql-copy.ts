import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';

const run = promisify(execFile);

const DEBIAN = '/usr/lib/postgresql';

/** Debian's `psql` is a script that looks for the newest one, which takes longer than most of the copies. */
function findPsql(): string {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
  const programs = versions
    .map((version) => join(DEBIAN, version, 'bin', 'psql'))
    .filter((program) => existsSync(program));
  return programs.at(-1) ?? 'psql';
}

const PSQL = findPsql();

/** A query's rows to a file, or a script made by `psqlScript`. */
export type PsqlWork = { readonly query: string; readonly file: string } | { readonly script: string };

/** The limit: what `psql` needs for it. Milliseconds, with the start of psql (about 20). */
export async function psqlCopy(databaseUrl: string, work: PsqlWork): Promise<number> {
  const args = 'script' in work ? ['-f', work.script] : ['-c', copyCommand(work.query), '-o', work.file];
  const url = new URL(databaseUrl);
  const { password } = url;
  url.password = ''; // arguments are public
  const start = performance.now();
  await run(PSQL, [url.href, '-X', '-q', '-v', 'ON_ERROR_STOP=1', ...args], {
    env: { PATH: process.env['PATH'], PGPASSWORD: password, PGOPTIONS: '-c timezone=UTC -c jit=off' },
  });
  return performance.now() - start;
}

/** Copies each query's rows to its file, one after another. */
export function psqlScript(copies: readonly { query: string; file: string }[]): string {
  return copies.map(({ query, file }) => `\\o '${file}'\n${copyCommand(query)};\n`).join('');
}

function copyCommand(query: string): string {
  return `COPY (${query}) TO STDOUT (FORMAT csv)`;
}
