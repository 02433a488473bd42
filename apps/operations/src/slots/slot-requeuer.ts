import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { Archive } from '@app/archive';
import { inTransaction, recordOperatorAction } from '@app/database';
import type { Principal, SlotState } from '@app/database';
import { failpoint } from '@app/failpoints';
import { JobProducer, QueueUnavailableError } from '@app/queue';
import type { EnqueueOutcome } from '@app/queue';
import { IssueNotReproducibleError, restoreIssue } from '@app/reports';
import type { ProduceOptions } from '@app/reports';
import type { PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import type { RequeueAnswer, RequeueRequest } from './slot.schemas';

export const PRODUCE_OPTIONS = Symbol('ProduceOptions');

/** Slots that one call may move: what a morning's outage leaves behind, many times over. */
const MOST_SLOTS = 10_000;

interface LockedSlot {
  id: string;
  state: SlotState;
  issue_id: string | null;
  was_just_rung_for: boolean;
}

type Outcome = { readonly isRequeued: true } | { readonly isRequeued: false; readonly reason: string };

/**
 * Gives slots another try at the step where they stopped: a failed delivery is delivered, a failed build is built, and
 * a slot whose job Redis has lost is rung for. The slot's row is locked while that is decided, so of two calls at once
 * the second one finds what the first one did, and skips.
 */
@Injectable()
export class SlotRequeuer {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(JobProducer) private readonly producer: JobProducer,
    @Inject(Archive) private readonly archive: Archive,
    @Inject(PRODUCE_OPTIONS) private readonly options: ProduceOptions,
  ) {}

  async requeue(request: RequeueRequest, caller: Principal): Promise<RequeueAnswer> {
    const ids = request.ids ?? (await this.#matching(request.filter));
    const answer: RequeueAnswer = { requeued: [], skipped: [] };
    for (const id of new Set(ids)) {
      const outcome = await this.#requeueOne(id, request, caller);
      if (outcome.isRequeued) answer.requeued.push(id);
      else answer.skipped.push({ id, reason: outcome.reason });
    }
    return answer;
  }

  async #matching(filter: RequeueRequest['filter']): Promise<string[]> {
    const slots = await this.dataSource.query<{ id: string }[]>(
      `SELECT id FROM slot
        WHERE state = $1 AND ($2::text IS NULL OR report_id = $2) AND ($3::text IS NULL OR recipient_id = $3)
          AND ($4::timestamptz IS NULL OR slot_time >= $4) AND ($5::timestamptz IS NULL OR slot_time <= $5)
        ORDER BY slot_time, id LIMIT $6`,
      [
        filter?.state ?? 'failed',
        filter?.report ?? null,
        filter?.recipient ?? null,
        filter?.from ?? null,
        filter?.to ?? null,
        MOST_SLOTS,
      ],
    );
    return slots.map(({ id }) => id);
  }

  async #requeueOne(id: string, { reason, rebuild }: RequeueRequest, caller: Principal): Promise<Outcome> {
    // Before the transaction: it needs a connection of its own.
    if (rebuild && !(await this.#isRestored(id))) {
      return skipped('Its file would come out otherwise now; re-issue it instead');
    }
    await failpoint('requeue.after-restore');
    const { slot, outcome } = await inTransaction(this.dataSource, (client) =>
      this.#decide(client, id, { reason, rebuild }, caller),
    );
    await failpoint('requeue.after-commit');
    // After the commit: a worker that is rung for earlier would find the slot failed still, and skip.
    if (outcome.isRequeued && slot?.state === 'failed') await this.#ringForFailed(slot);
    return outcome;
  }

  async #decide(
    client: PoolClient,
    id: string,
    { reason, rebuild }: Pick<RequeueRequest, 'reason' | 'rebuild'>,
    caller: Principal,
  ): Promise<{ slot: LockedSlot | undefined; outcome: Outcome }> {
    const slot = await lockSlot(client, id);
    const refusal = refusalOf(slot);
    if (!slot || refusal !== null) return { slot, outcome: skipped(refusal ?? '') };
    if (slot.state === 'failed') await resume(client, slot);
    else {
      const ring = await this.#ring(slot);
      if (!RINGS_THAT_HELPED.has(ring))
        return { slot, outcome: skipped(WHY_NO_RING[ring] ?? `Its job is ${ring}`) };
      await client.query('UPDATE slot SET queued_at = clock_timestamp() WHERE id = $1', [id]);
    }
    await recordOperatorAction(client, {
      actor: caller.name,
      action: 'requeue-slot',
      subject: `slot ${id}`,
      reason,
      detail: { from: slot.state, step: slot.issue_id === null ? 'build' : 'deliver', rebuild },
    });
    await failpoint('requeue.before-commit');
    return { slot, outcome: { isRequeued: true } };
  }

  /** The job of a slot that failed this moment may still be on its way out: it must be gone before its id is free. */
  async #ringForFailed(slot: LockedSlot): Promise<EnqueueOutcome | 'unreachable'> {
    for (let tries = 1; ; tries += 1) {
      const ring = await this.#ring(slot);
      if (ring !== 'already-active' || tries === RINGS_FOR_FAILED) return ring;
      await delay(RING_AGAIN_AFTER_MS);
    }
  }

  /** A ring that Redis does not take costs time only: the reconciler looks for slots without a job. */
  async #ring({ id, issue_id }: LockedSlot): Promise<EnqueueOutcome | 'unreachable'> {
    try {
      return issue_id === null
        ? await this.producer.requeue('build-report', { slotId: id })
        : await this.producer.requeue('distribute-report', { issueId: issue_id });
    } catch (error) {
      if (error instanceof QueueUnavailableError) return 'unreachable';
      throw error;
    }
  }

  /** True as well for a slot without an issue: there is nothing to restore, the build makes the file. */
  async #isRestored(slotId: string): Promise<boolean> {
    const [issue] = await this.dataSource.query<{ id: string }[]>('SELECT id FROM issue WHERE slot_id = $1', [
      slotId,
    ]);
    try {
      if (issue) await restoreIssue(this.dataSource, this.archive, this.options, issue.id);
      return true;
    } catch (error) {
      if (error instanceof IssueNotReproducibleError) return false;
      throw error;
    }
  }
}

/** Together two seconds; afterwards the reconciler is left to it. */
const RINGS_FOR_FAILED = 20;
const RING_AGAIN_AFTER_MS = 100;

const RINGS_THAT_HELPED: ReadonlySet<string> = new Set<EnqueueOutcome>(['added', 'retried', 'promoted']);

const WHY_NO_RING: Readonly<Record<string, string>> = {
  'already-waiting': 'Its job is waiting for a free worker',
  'already-active': 'A worker is at it',
  unreachable: 'It is unfinished already, and Redis cannot be reached; it is rung for when Redis is back',
};

/** Null: it may be given another try. */
function refusalOf(slot: LockedSlot | undefined): string | null {
  if (!slot) return 'There is no such slot';
  if (slot.state === 'delivered') return 'It is delivered; re-issue it if it must be told again';
  if (slot.state === 'nil') return 'It ended without anything to report';
  return slot.was_just_rung_for ? 'It was rung for a moment ago' : null;
}

function skipped(reason: string): Outcome {
  return { isRequeued: false, reason };
}

async function lockSlot(client: PoolClient, id: string): Promise<LockedSlot | undefined> {
  const { rows } = await client.query<LockedSlot>(
    // Covers the moment between the commit of another call and its ring.
    `SELECT s.id, s.state, (SELECT i.id FROM issue i WHERE i.slot_id = s.id) AS issue_id,
            s.state <> 'failed' AND coalesce(s.queued_at > clock_timestamp() - interval '2 seconds', false) AS was_just_rung_for
       FROM slot s WHERE s.id = $1 FOR UPDATE OF s`,
    [id],
  );
  return rows[0];
}

/** Back to before the step that failed, and out of the alerts. */
async function resume(client: PoolClient, { id, issue_id }: LockedSlot): Promise<void> {
  await client.query(
    `UPDATE slot SET state = $2, finished_at = NULL, queued_at = clock_timestamp() WHERE id = $1 AND state = 'failed'`,
    [id, issue_id === null ? 'planned' : 'built'],
  );
  await client.query(
    `UPDATE alert SET cleared_at = now() WHERE kind = 'SLOT_FAILED' AND subject = 'slot ' || $1 AND cleared_at IS NULL`,
    [id],
  );
}
