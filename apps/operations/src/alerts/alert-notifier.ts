import { Inject, Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Alert } from './alert-reader';
import type { NotificationChannel } from './notification-channels';
import { LastingLock } from './lasting-lock';

/** Alerts of one message: a bad morning raises hundreds. */
const BATCH = 100;

/** Advisory lock of the one process that tells; any constant that nothing else uses. */
const TELLING_LOCK = 7_005;

/**
 * Tells every new alert once to every configured channel. A channel that fails is tried again by itself: the others
 * neither wait for it nor hear anything twice. Of several processes one tells, for as long as it lives, and remembers
 * who has heard what; if it ends while a channel fails, the next one tells those alerts to all, rather than to none.
 */
@Injectable()
export class AlertNotifier implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger(AlertNotifier.name);
  /** Per channel, of the alerts that are not told everywhere yet, those that it has heard. */
  readonly #heard = new Map<NotificationChannel, Set<string>>();
  readonly #lock: LastingLock;
  #timer: NodeJS.Timeout | undefined;
  #telling: Promise<number> = Promise.resolve(0);

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject('AlertChannels') private readonly channels: readonly NotificationChannel[],
    @Inject('AlertPollIntervalMs') private readonly pollIntervalMs: number,
  ) {
    this.#lock = new LastingLock(dataSource, TELLING_LOCK);
    for (const channel of channels) this.#heard.set(channel, new Set());
  }

  onApplicationBootstrap(): void {
    if (this.channels.length === 0) return;
    this.#timer = setInterval(() => {
      this.notify().catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        this.#logger.error('Alerts could not be told and are tried again', { reason });
      });
    }, this.pollIntervalMs);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    await this.#telling.catch(() => undefined);
    await this.#lock.release();
  }

  /**
   * Tells what was not told yet and returns how many alerts every channel has now heard of.
   * @throws Error naming the channels that failed, after the others have been told
   */
  notify(): Promise<number> {
    this.#telling = this.#telling.catch(() => 0).then(() => this.#notify());
    return this.#telling;
  }

  async #notify(): Promise<number> {
    if (!(await this.#lock.hold())) return 0;
    const outcomes = await Promise.all(this.channels.map((channel) => this.#tell(channel)));
    const told = this.#heardEverywhere();
    await this.dataSource.query('UPDATE alert SET notified_at = now() WHERE id = ANY ($1)', [told]);
    for (const heard of this.#heard.values()) for (const id of told) heard.delete(id);
    const failures = outcomes.filter((outcome) => outcome !== undefined);
    if (failures.length > 0) throw new Error(failures.join('; '));
    return told.length;
  }

  /** Undefined, or why it could not be told. */
  async #tell(channel: NotificationChannel): Promise<string | undefined> {
    const heard = this.#heard.get(channel) ?? new Set();
    const alerts = await this.dataSource.query<Alert[]>(NOT_HEARD_YET, [[...heard]]);
    if (alerts.length === 0) return undefined;
    try {
      await channel.send(alerts);
    } catch (error) {
      return `${channel.name}: ${error instanceof Error ? error.message : String(error)}`;
    }
    for (const { id } of alerts) heard.add(id);
    return undefined;
  }

  #heardEverywhere(): string[] {
    const [first = new Set<string>(), ...others] = this.#heard.values();
    return [...first].filter((id) => others.every((heard) => heard.has(id)));
  }
}

const NOT_HEARD_YET = `
  SELECT id, kind, subject, message, raised_at AS "raisedAt", cleared_at AS "clearedAt" FROM alert
   WHERE notified_at IS NULL AND NOT id = ANY ($1) ORDER BY id LIMIT ${BATCH}`;
