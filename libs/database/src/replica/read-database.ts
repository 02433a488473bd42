import { Logger } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../data-source';
import { ReplicaFreshness } from './replica-freshness';

/** A verdict on the replica holds this long, so that a page of ten queries asks once. */
const LOOK_INTERVAL_MS = 1_000;
/** A replica that does not answer at once is no help. */
const LOOK_TIMEOUT_MS = 2_000;

export interface ReplicaOptions {
  readonly url: string;
  /** How far it may be behind (ms). */
  readonly maxLagMs: number;
  readonly poolSize: number;
  readonly applicationName: string;
}

/**
 * Where reads go that need not be of this very moment: to the replica while it is no further behind than allowed and
 * has what this process wrote itself; else, and without a replica, to the primary.
 */
export class ReadDatabase implements OnApplicationShutdown {
  private readonly logger = new Logger(ReadDatabase.name);
  private readonly freshness = new ReplicaFreshness();
  private replica: DataSource | undefined;
  private connecting: Promise<DataSource> | undefined;
  private looked = { at: Number.NEGATIVE_INFINITY, look: Promise.resolve() };
  private wroteAt = Number.NEGATIVE_INFINITY;
  private isUsingReplica = false;

  constructor(
    private readonly primary: DataSource,
    private readonly options?: ReplicaOptions,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** The database to read from now; asked for again for each page or answer. */
  async current(): Promise<DataSource> {
    const { options } = this;
    if (options === undefined) return this.primary;
    if (this.now() - this.looked.at >= LOOK_INTERVAL_MS) {
      this.looked = { at: this.now(), look: this.look(options) };
    }
    await this.looked.look;
    const { asOf } = this.freshness;
    const isFresh = asOf > this.wroteAt && this.now() - asOf <= options.maxLagMs;
    this.tellChange(isFresh);
    return isFresh && this.replica ? this.replica : this.primary;
  }

  /** One statement on the current database; what a replica cannot finish, because it had to go on replaying, the primary does. */
  async query<Rows = unknown>(text: string, parameters: unknown[] = []): Promise<Rows> {
    const database = await this.current();
    try {
      return await database.query<Rows>(text, parameters);
    } catch (error) {
      if (database === this.primary || !isReplicasOwn(error)) throw error;
      this.freshness.asOf = Number.NEGATIVE_INFINITY;
      return this.primary.query<Rows>(text, parameters);
    }
  }

  /** This process has changed something: its next reads must see it. */
  hasWritten(): void {
    this.wroteAt = this.now();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.replica?.destroy();
  }

  private async look(options: ReplicaOptions): Promise<void> {
    try {
      await within(LOOK_TIMEOUT_MS, this.compare(options));
    } catch (error) {
      this.freshness.asOf = Number.NEGATIVE_INFINITY;
      this.logger.debug(`The replica gives no answer: ${String(error)}`);
    }
  }

  private async compare(options: ReplicaOptions): Promise<void> {
    const at = this.now();
    this.freshness.primaryWasAt(await positionOf(this.primary, 'pg_current_wal_insert_lsn()'), at);
    const replica = await this.connected(options);
    this.freshness.replicaHasReplayed(await positionOf(replica, 'pg_last_wal_replay_lsn()'));
  }

  /** One connection at a time: a look that has run out of time leaves its own to the next. */
  private async connected(options: ReplicaOptions): Promise<DataSource> {
    this.connecting ??= connect(options);
    try {
      return (this.replica = await this.connecting);
    } catch (error) {
      this.connecting = undefined;
      throw error;
    }
  }

  private tellChange(isUsingReplica: boolean): void {
    if (isUsingReplica === this.isUsingReplica) return;
    this.isUsingReplica = isUsingReplica;
    this.logger.log(isUsingReplica ? 'Reads go to the replica' : 'Reads go to the primary');
  }
}

function connect({ url, poolSize, applicationName }: ReplicaOptions): Promise<DataSource> {
  const options = dataSourceOptions({ url, poolSize, applicationName });
  return new DataSource(options).initialize();
}

/** Bytes of log. A server that is no replica has replayed none, so it is never taken for a fresh one. */
async function positionOf(dataSource: DataSource, position: string): Promise<bigint> {
  const text = `SELECT ${position} - '0/0'::pg_lsn AS bytes`;
  const [row] = await dataSource.query<{ bytes: string | null }[]>(text);
  return BigInt(row?.bytes ?? 0);
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** A conflict with replay (40001), a server that goes away (57P0x), or a lost connection: no fault of the statement. */
function isReplicasOwn(error: unknown): boolean {
  const { code } = error as { code?: string };
  return code === undefined || /^(40001|57P0\d|08\d\d\d|E[A-Z]+)$/.test(code);
}
