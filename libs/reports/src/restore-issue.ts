import { Readable } from 'node:stream';
import type { Archive } from '@app/archive';
import { inTransaction } from '@app/database';
import type { DataSource } from 'typeorm';
import { CapturingArchive } from './capturing-archive';
import { IssueNotReproducibleError } from './errors/issue-not-reproducible.error';
import { produceReport } from './produce-report';
import type { ProduceOptions } from './produce-report';
import { issuedSlot } from './supposed-slot';
import { readIssueCopy } from './upkeep/issue-copy';

/**
 * Produces an issue's file again, byte for byte, and puts it back into the archive (P5): from the copy that is kept of a
 * snapshot, else from the data. Number, creation time and name stay; a file that came out otherwise is not stored.
 * @throws IssueNotReproducibleError if the data has moved on since: only a re-issue can tell that
 */
export async function restoreIssue(
  dataSource: DataSource,
  archive: Archive,
  options: ProduceOptions,
  issueId: string,
): Promise<void> {
  await inTransaction(dataSource, async (client) => {
    // Both runs must see the same data.
    await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    const issued = await issuedSlot(client, issueId);
    if (!issued) throw new IssueNotReproducibleError(issueId);
    const { slot, sha256, archiveKey } = issued;
    const copy = await readIssueCopy(client, issueId, sha256);
    if (copy) {
      await archive.write(archiveKey, Readable.from([copy]));
      return;
    }
    // Compared before anything is stored: the archive must never hold another file under the issue's key.
    const trial = await produceReport(client, new CapturingArchive(0), slot, options);
    if (trial.kind === 'nil' || trial.written.sha256 !== sha256) throw new IssueNotReproducibleError(issueId);
    const intoPlace: Pick<Archive, 'write'> = { write: (_key, source) => archive.write(archiveKey, source) };
    await produceReport(client, intoPlace, slot, options);
  });
}
