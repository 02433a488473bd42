import { cp, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Client } from 'pg';

/** What belongs to the running server alone, and its sessions' temporary tables (`t3_16384`), which come and go. */
const NOT_COPIED = /^(postmaster\.(pid|opts)|t\d+_\d+.*)$/;

/**
 * A base backup of a running server by PostgreSQL's low-level interface, as docs/backup-and-restore.md tells it, since
 * the embedded server comes without pg_basebackup. The copy starts by itself.
 */
export async function backUpDatabase(databaseUrl: string, dataDir: string, copyDir: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query("SELECT pg_backup_start('backup', true)");
    await cp(dataDir, copyDir, { recursive: true, filter: (path) => !NOT_COPIED.test(basename(path)) });
    const { rows } = await client.query<{ labelfile: string }>(
      'SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)',
    );
    await writeFile(join(copyDir, 'backup_label'), rows[0]?.labelfile ?? '');
    // The log up to the end of the backup, without which the copy is not consistent.
    await rm(join(copyDir, 'pg_wal'), { recursive: true });
    await cp(join(dataDir, 'pg_wal'), join(copyDir, 'pg_wal'), { recursive: true });
    await cp(`${dataDir}.password`, `${copyDir}.password`);
  } finally {
    await client.end();
  }
}
