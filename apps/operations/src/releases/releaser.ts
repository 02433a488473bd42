import { Inject, Injectable, Logger } from '@nestjs/common';
import { Archive } from '@app/archive';
import { inTransaction, recordOperatorAction } from '@app/database';
import type { Principal } from '@app/database';
import { DeliveryTarget } from '@app/delivery';
import { failpoint } from '@app/failpoints';
import { redact } from '@app/observability';
import { DataSource } from 'typeorm';
import type { Release, ReleaseAnswer, ReleaseRequest } from './release.schemas';

export const RELEASE_FOLDERS = Symbol('ReleaseFolders');
export type ReleaseFolders = Readonly<Record<ReleaseRequest['requester'], string>>;

interface ReleasedIssue {
  archive_key: string;
  file_name: string;
  size_bytes: string;
  sha256: string;
  folder: string;
}

/**
 * Brings copies of chosen issues to the folder of whoever may ask for them (MRR 3.2.4, R32). Noted before it is
 * delivered; asking again for the same issue and requester tries again what failed and leaves alone what arrived.
 */
@Injectable()
export class Releaser {
  readonly #logger = new Logger(Releaser.name);

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Archive) private readonly archive: Archive,
    @Inject(DeliveryTarget) private readonly target: DeliveryTarget,
    @Inject(RELEASE_FOLDERS) private readonly folders: ReleaseFolders,
  ) {}

  async release({ issueIds, requester, reason }: ReleaseRequest, caller: Principal): Promise<ReleaseAnswer> {
    const noted = await inTransaction(this.dataSource, async (client) => {
      const { rows } = await client.query<{ id: string; issue_id: string }>(
        `INSERT INTO release AS r (issue_id, requester, folder, reason, requested_by)
         SELECT id, $2, $3, $4, $5 FROM issue WHERE id = ANY ($1) ORDER BY id
         ON CONFLICT (issue_id, requester) DO UPDATE SET last_error = r.last_error
         RETURNING id, issue_id`,
        [issueIds, requester, this.folders[requester], reason, caller.name],
      );
      if (rows.length === 0) return rows;
      await recordOperatorAction(client, {
        actor: caller.name,
        action: 'release-issues',
        subject: requester,
        reason,
        detail: { issues: rows.map(({ issue_id }) => issue_id) },
      });
      return rows;
    });
    await failpoint('release.after-note');
    const ids = noted.map(({ id }) => id);
    for (const id of ids) await this.#deliver(id);
    const known = new Set(noted.map(({ issue_id }) => issue_id));
    const skipped = [...new Set(issueIds)]
      .filter((id) => !known.has(id))
      .map((id) => ({ id, reason: 'There is no such issue' }));
    return { items: await this.#read('id = ANY ($1)', [ids]), skipped };
  }

  list(limit: number): Promise<Release[]> {
    return this.#read('true', [], limit);
  }

  async #deliver(id: string): Promise<void> {
    const [issue] = await this.dataSource.query<ReleasedIssue[]>(
      `SELECT i.archive_key, i.file_name, i.size_bytes, i.sha256, r.folder
         FROM release r JOIN issue i ON i.id = r.issue_id WHERE r.id = $1 AND r.delivered_at IS NULL`,
      [id],
    );
    if (!issue) return;
    try {
      const receipt = await this.target.deliver({
        folder: issue.folder,
        fileName: issue.file_name,
        open: () => this.archive.read(issue.archive_key),
        bytes: Number(issue.size_bytes),
        sha256: issue.sha256,
      });
      await failpoint('release.after-upload');
      await this.dataSource.query(
        'UPDATE release SET receipt = $2, delivered_at = now(), last_error = NULL WHERE id = $1',
        [id, JSON.stringify(receipt)],
      );
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#logger.error(`Release ${id} did not arrive`, { reason: redact(message) });
      await this.dataSource.query('UPDATE release SET last_error = $2 WHERE id = $1', [id, message]);
    }
  }

  #read(condition: string, values: unknown[], limit = 500): Promise<Release[]> {
    return this.dataSource.query<Release[]>(
      `SELECT r.id, r.issue_id AS "issueId", i.file_name AS "fileName", r.requester, r.folder, r.reason,
              r.requested_by AS "requestedBy", r.requested_at AS "requestedAt", r.delivered_at AS "deliveredAt",
              r.receipt ->> 'location' AS location, r.last_error AS "lastError"
         FROM (SELECT * FROM release WHERE ${condition} ORDER BY id DESC LIMIT ${limit}) r
         JOIN issue i ON i.id = r.issue_id ORDER BY r.id DESC`,
      values,
    );
  }
}
