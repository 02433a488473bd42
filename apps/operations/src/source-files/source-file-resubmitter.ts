import { ConflictException, Inject, Injectable, NotFoundException } from '@nestjs/common';
import { inTransaction, recordOperatorAction } from '@app/database';
import type { Principal } from '@app/database';
import { failpoint } from '@app/failpoints';
import { JobProducer } from '@app/queue';
import type { PoolClient } from 'pg';
import { DataSource } from 'typeorm';

/**
 * Has a file looked at again: a rejected one anew, with the bytes that were kept, as if it had come again (what was
 * decided of it stays on record); one that still waits is rung for.
 */
@Injectable()
export class SourceFileResubmitter {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(JobProducer) private readonly producer: JobProducer,
  ) {}

  /** @returns the file that is loaded now. @throws ConflictException which says why it makes no sense */
  async resubmit(id: string, reason: string, caller: Principal): Promise<string> {
    const sourceFileId = await inTransaction(this.dataSource, async (client) => {
      const { rows } = await client.query<{ state: string; archive_key: string | null }>(
        'SELECT state, archive_key FROM source_file WHERE id = $1 FOR UPDATE',
        [id],
      );
      const file = rows[0];
      if (!file) throw new NotFoundException(`There is no source file ${id}`);
      const resubmitted = file.state === 'received' ? id : await copy(client, id, file);
      await recordOperatorAction(client, {
        actor: caller.name,
        action: 'resubmit-source-file',
        subject: `source file ${id}`,
        reason,
        detail: { from: file.state, sourceFile: resubmitted },
      });
      return resubmitted;
    });
    await failpoint('resubmit.after-commit');
    // A lost ring costs time only: the reconciler looks for files that are received and not loaded.
    await this.producer.requeue('ingest-file', { sourceFileId }).catch(() => undefined);
    return sourceFileId;
  }
}

async function copy(
  client: PoolClient,
  id: string,
  file: { state: string; archive_key: string | null },
): Promise<string> {
  if (file.state !== 'rejected')
    throw new ConflictException(`The file is ${file.state}; there is nothing to load`);
  if (file.archive_key === null) throw new ConflictException('Its bytes were not kept; send the file again');
  // The row lock taken before makes two calls at once come one after the other; the second finds the first one's copy.
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO source_file (path, name, name_key, sha256, size_bytes, archive_key, created_at)
     SELECT f.path, f.name, f.name_key, f.sha256, f.size_bytes, f.archive_key, f.created_at
       FROM source_file f
      WHERE f.id = $1
        AND NOT EXISTS (SELECT 1 FROM source_file e
                         WHERE e.sha256 = f.sha256 AND e.name = f.name AND e.state = 'received')
     RETURNING id`,
    [id],
  );
  if (!rows[0]) throw new ConflictException('The file was resubmitted already and waits to be loaded');
  return rows[0].id;
}
