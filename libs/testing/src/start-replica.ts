import { cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@app/embedded';
import { Client } from 'pg';

/** Of the files of a running primary, what a copy must not have. */
const NOT_COPIED = new Set(['postmaster.pid', 'postmaster.opts']);

/**
 * A streaming replica of a primary that was started with `replicated`, by PostgreSQL's low-level backup: the embedded
 * server comes without pg_basebackup.
 */
export async function startReplica(
  primary: { readonly url: string; readonly port: number; readonly dataDir: string },
  dataDir: string,
): Promise<EmbeddedPostgres> {
  const client = new Client({ connectionString: primary.url });
  await client.connect();
  try {
    await client.query("SELECT pg_backup_start('replica', true)");
    await cp(primary.dataDir, dataDir, {
      recursive: true,
      filter: (path) => !NOT_COPIED.has(lastPart(path)),
    });
    const { rows } = await client.query<{ labelfile: string }>(
      'SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)',
    );
    await writeFile(join(dataDir, 'backup_label'), rows[0]?.labelfile ?? '');
  } finally {
    await client.end();
  }
  const { username, password } = new URL(primary.url);
  const conninfo = `host=127.0.0.1 port=${primary.port} user=${username} password=${password}`;
  await writeFile(join(dataDir, 'postgresql.auto.conf'), `primary_conninfo = '${conninfo}'\n`);
  await writeFile(join(dataDir, 'standby.signal'), '');
  await rm(`${dataDir}.password`, { force: true });
  await cp(`${primary.dataDir}.password`, `${dataDir}.password`);
  return startEmbeddedPostgres({ dataDir, fast: true, replicated: true });
}

const lastPart = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
