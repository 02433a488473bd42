import { ConflictException, Inject, Injectable } from '@nestjs/common';
import { inTransaction, recordOperatorAction } from '@app/database';
import type { Principal } from '@app/database';
import { failpoint } from '@app/failpoints';
import { JobProducer } from '@app/queue';
import { DataSource } from 'typeorm';
import type { IssueSummary } from './issue-reader';

/**
 * Has an issue told again under the next number (R12, R15): plans a slot of the same report, recipient and time whose
 * cause is the issue. Ledger reports tell the rows of the old issue; the others are computed anew.
 */
@Injectable()
export class IssueReissuer {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(JobProducer) private readonly producer: JobProducer,
  ) {}

  /**
   * @returns the new slot
   * @throws ConflictException if the issue is not delivered, or was re-issued before: then its re-issue is the one to repeat
   */
  async reissue(issue: IssueSummary, reason: string, caller: Principal): Promise<string> {
    if (issue.state !== 'delivered') {
      throw new ConflictException(
        `Issue ${issue.id} is not delivered yet; requeue its slot ${issue.slotId} instead`,
      );
    }
    const slotId = await inTransaction(this.dataSource, async (client) => {
      const { rows } = await client.query<{ id: string }>(PLAN_REISSUE, [issue.id]);
      const planned = rows[0]?.id;
      if (planned === undefined) return null;
      await recordOperatorAction(client, {
        actor: caller.name,
        action: 'reissue-issue',
        subject: `issue ${issue.id}`,
        reason,
        detail: {
          slot: planned,
          report: issue.reportId,
          recipient: issue.recipientId,
          sequence: issue.sequenceNumber,
        },
      });
      await failpoint('reissue.before-commit');
      return planned;
    });
    await failpoint('reissue.after-commit');
    if (slotId === null) {
      throw new ConflictException(`Issue ${issue.id} was re-issued already; re-issue the issue of that slot`);
    }
    // A lost ring costs time only: the scheduler looks for planned slots.
    await this.producer.enqueue('build-report', { slotId }).catch(() => undefined);
    return slotId;
  }
}

/** The slot table's key lets one of several calls at once win. */
const PLAN_REISSUE = `
  INSERT INTO slot (report_id, recipient_id, slot_time, cause, due_at, reissues_issue_id, queued_at)
  SELECT s.report_id, s.recipient_id, s.slot_time, 'reissue:' || i.id, now() + interval '1 hour', i.id, now()
    FROM issue i JOIN slot s ON s.id = i.slot_id
   WHERE i.id = $1
  ON CONFLICT DO NOTHING
  RETURNING id`;
