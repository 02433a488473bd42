import type { ReportId } from '@app/mrr';
import { withClient } from '../harness/with-client';

/** A Monday well after the sample's week, so that all of its outcomes are due. */
export const SLOT_TIME = new Date('2020-03-16T06:00:00Z');

/** One slot that is planned, built and put back, over and over. */
export class BuiltSlot {
  constructor(
    private readonly databaseUrl: string,
    private readonly reportId: ReportId,
    private readonly recipientId: string,
  ) {}

  /** @returns the id of the slot, planned */
  async plan(): Promise<string> {
    return this.#one(
      `INSERT INTO slot (report_id, recipient_id, slot_time, due_at) VALUES ($1, $2, $3, $3)
       ON CONFLICT (report_id, recipient_id, slot_time, cause) DO UPDATE SET state = 'planned' RETURNING id`,
      [this.reportId, this.recipientId, SLOT_TIME],
    );
  }

  async issueId(): Promise<string> {
    return this.#one(
      'SELECT i.id FROM issue i JOIN slot s ON s.id = i.slot_id WHERE (s.report_id, s.recipient_id, s.slot_time) = ($1, $2, $3)',
      [this.reportId, this.recipientId, SLOT_TIME],
    );
  }

  /** As if it had never been built; what that leaves in the tables is cleaned away. */
  async forget(): Promise<void> {
    await withClient(this.databaseUrl, async (client) => {
      const { rows } = await client.query<{ id: string }>(
        `DELETE FROM issue i USING slot s
          WHERE s.id = i.slot_id AND (s.report_id, s.recipient_id, s.slot_time) = ($1, $2, $3) RETURNING i.id`,
        [this.reportId, this.recipientId, SLOT_TIME],
      );
      if (!rows[0]) return;
      await client.query('UPDATE ledger_lot SET issue_id = NULL WHERE issue_id = $1', [rows[0].id]);
      await client.query('VACUUM (ANALYZE) ledger_lot');
      await client.query('CHECKPOINT');
    });
  }

  async #one(text: string, values: unknown[]): Promise<string> {
    return withClient(this.databaseUrl, async (client) => {
      const { rows } = await client.query<{ id: string }>(text, values);
      if (!rows[0]) throw new Error(`No row: ${text}`);
      return rows[0].id;
    });
  }
}
