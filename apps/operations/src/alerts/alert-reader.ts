import { Inject, Injectable } from '@nestjs/common';
import { inTransaction, recordOperatorAction } from '@app/database';
import type { Principal } from '@app/database';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { instant, rowId } from '../api/fields';

export const alertSchema = z.object({
  id: rowId,
  kind: z.string(),
  subject: z.string(),
  message: z.string(),
  raisedAt: instant,
  clearedAt: instant.nullable(),
});
export type Alert = Omit<z.output<typeof alertSchema>, 'raisedAt' | 'clearedAt'> & {
  raisedAt: Date;
  clearedAt: Date | null;
};

/** What operators have been told. */
@Injectable()
export class AlertReader {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** Newest first. */
  list(isOpen: boolean | null, limit: number): Promise<Alert[]> {
    return this.dataSource.query<Alert[]>(
      `SELECT id, kind, subject, message, raised_at AS "raisedAt", cleared_at AS "clearedAt" FROM alert
        WHERE ($1::boolean IS NULL OR (cleared_at IS NULL) = $1) ORDER BY id DESC LIMIT $2`,
      [isOpen, limit],
    );
  }

  /** False: there is no such open alert. It is raised again if its cause is found again. */
  async clear(id: string, reason: string, caller: Principal): Promise<boolean> {
    return inTransaction(this.dataSource, async (client) => {
      const { rows } = await client.query<{ kind: string; subject: string }>(
        'UPDATE alert SET cleared_at = now() WHERE id = $1 AND cleared_at IS NULL RETURNING kind, subject',
        [id],
      );
      const alert = rows[0];
      if (!alert) return false;
      await recordOperatorAction(client, {
        actor: caller.name,
        action: 'clear-alert',
        subject: `alert ${id}`,
        reason,
        detail: alert,
      });
      return true;
    });
  }
}
