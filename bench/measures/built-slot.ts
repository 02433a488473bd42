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
    return this.#one('SELECT id FROM issue WHERE report_id = $1 AND recipient_id = $2', [
      this.reportId,
      this.recipientId,
    ]);
  }

  /** As if it had never been built; what that leaves in the tables is cleaned away. */
  async forget(): Promise<void> {
    await withClient(this.databaseUrl, async (client) => {
      await client.query('UPDATE entitlement SET issue_id = NULL WHERE issue_id IS NOT NULL');
      await client.query('DELETE FROM issue; UPDATE report_counter SET last_sequence = 0');
      await client.query('VACUUM (ANALYZE) entitlement');
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
