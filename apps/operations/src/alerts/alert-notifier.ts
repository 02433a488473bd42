import { Inject, Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { inTransaction } from '@app/database';
import { DataSource } from 'typeorm';
import type { Alert } from './alert-reader';
import type { NotificationChannel } from './notification-channels';

/** Alerts of one message: a bad morning raises hundreds. */
const BATCH = 100;

/**
 * Tells every new alert once to every configured channel. Several processes may run it: the rows are locked while they
 * are told. A channel that fails makes all of the batch come again, so an alert may be told twice, never not at all.
 */
@Injectable()
export class AlertNotifier implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger(AlertNotifier.name);
  #timer: NodeJS.Timeout | undefined;
  #telling: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject('AlertChannels') private readonly channels: readonly NotificationChannel[],
    @Inject('AlertPollIntervalMs') private readonly pollIntervalMs: number,
  ) {}

  onApplicationBootstrap(): void {
    if (this.channels.length === 0) return;
    this.#timer = setInterval(() => {
      this.#telling = this.#telling
        .then(() => this.notify())
        .catch((error: unknown) => {
          const reason = error instanceof Error ? error.message : String(error);
          this.#logger.error('Alerts could not be told and are tried again', { reason });
        });
    }, this.pollIntervalMs);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    await this.#telling;
  }

  /** Tells what was not told yet and returns how many alerts that were. */
  async notify(): Promise<number> {
    return inTransaction(this.dataSource, async (client) => {
      const { rows } = await client.query<Alert>(
        `SELECT id, kind, subject, message, raised_at AS "raisedAt", cleared_at AS "clearedAt" FROM alert
          WHERE notified_at IS NULL ORDER BY id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`,
      );
      if (rows.length === 0) return 0;
      for (const channel of this.channels) await channel.send(rows);
      await client.query('UPDATE alert SET notified_at = now() WHERE id = ANY ($1)', [
        rows.map(({ id }) => id),
      ]);
      return rows.length;
    });
  }
}
