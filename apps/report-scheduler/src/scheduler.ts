import { Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { SchedulerConfig } from '@app/config';
import { inTransaction } from '@app/database';
import { failpoint } from '@app/failpoints';
import type { DataSource } from 'typeorm';
import type { AlertRaiser } from './alerts/alert-raiser';
import type { SlotEnqueuer } from './enqueueing/slot-enqueuer';
import type { UnfinishedWork } from './enqueueing/unfinished-work';
import type { SlotPlanner } from './planning/slot-planner';

/** Advisory lock of the one scheduler that leads; any constant that nothing else uses. */
const LEADER_LOCK = 7_004;

/**
 * The heartbeat: plan what is due, ring for it, and from time to time ring again for what was lost. Each beat is safe
 * to repeat. A beat is led by whoever gets the lock; it is held by a transaction, so a dead leader leads no longer.
 */
export class Scheduler implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger(Scheduler.name);
  #timer: NodeJS.Timeout | undefined;
  #beat: Promise<void> = Promise.resolve();
  readonly #stop = new AbortController();
  #reconciledAt = 0;

  constructor(
    private readonly dataSource: DataSource,
    private readonly planner: SlotPlanner,
    private readonly enqueuer: SlotEnqueuer,
    private readonly unfinishedWork: UnfinishedWork,
    private readonly alerts: AlertRaiser,
    private readonly options: SchedulerConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.#scheduleBeat(0);
  }

  async onModuleDestroy(): Promise<void> {
    this.#stop.abort();
    clearTimeout(this.#timer);
    await this.#beat;
  }

  #scheduleBeat(delayMs: number): void {
    this.#timer = setTimeout(() => {
      this.#beat = this.beat()
        .catch((error: unknown) => {
          this.#logger.error(
            `A beat failed and is tried again: ${error instanceof Error ? error.message : String(error)}`,
          );
        })
        .finally(() => {
          if (!this.#stop.signal.aborted) this.#scheduleBeat(this.options.pollIntervalMs);
        });
    }, delayMs);
  }

  /**
   * One beat, if this process may lead it.
   * @param now the database's time by default: all schedulers have the same, however wrong the clock of one is
   */
  async beat(now?: Date): Promise<void> {
    await inTransaction(this.dataSource, async (client) => {
      const { rows } = await client.query<{ leads: boolean; now: Date }>(
        'SELECT pg_try_advisory_xact_lock($1) AS leads, clock_timestamp() AS now',
        [LEADER_LOCK],
      );
      const [beat] = rows;
      if (beat?.leads) await this.#lead(now ?? beat.now);
    });
  }

  async #lead(now: Date): Promise<void> {
    await this.#planRequestedPeriods();
    if (this.options.followsCalendar) {
      await this.planner.planUntil(now);
      await this.planner.planValidationResponses();
    }
    // Both ways: a clock that was put back must not silence the reconciler until it has caught up.
    const sinceReconciledMs = Math.abs(now.getTime() - this.#reconciledAt);
    const isTimeToReconcile = sinceReconciledMs >= this.options.reconcileIntervalMs;
    // Before anything that needs Redis: that it is away is no reason to be silent about what is late.
    if (isTimeToReconcile) await this.alerts.raise(now, this.options.followsCalendar);
    // Before new slots: those that were lost are mostly earlier, and later ones wait for them.
    if (isTimeToReconcile) {
      await this.unfinishedWork.ringAgain(this.options.reconcileIntervalMs);
      this.#reconciledAt = now.getTime();
    }
    const queued = await this.enqueuer.enqueuePlanned(this.#stop.signal);
    if (queued > 0) this.#logger.log(`Queued ${queued} slots`);
  }

  async #planRequestedPeriods(): Promise<void> {
    const requests = await this.dataSource.query<{ id: string; starts_at: Date; ends_at: Date }[]>(
      'SELECT id, starts_at, ends_at FROM period_request WHERE planned_at IS NULL ORDER BY id',
    );
    for (const { id, starts_at, ends_at } of requests) {
      const planned = await this.planner.planCalendar(starts_at, ends_at);
      const responses = await this.planner.planValidationResponses();
      await failpoint('plan.before-progress');
      await this.dataSource.query('UPDATE period_request SET planned_at = now() WHERE id = $1', [id]);
      this.#logger.log(`Planned ${planned + responses} slots of a requested period`);
    }
  }
}
