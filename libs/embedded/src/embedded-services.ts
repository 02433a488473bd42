import { join, resolve } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './postgres/start-embedded-postgres';
import { type EmbeddedRedis, startEmbeddedRedis } from './redis/start-embedded-redis';

export interface EmbeddedServicesOptions {
  /** Holds `postgres` (database files), `redis-data` and `redis` (a fetched server). */
  readonly home: string;
  /** Folder of the fetched Redis, when several homes are to share one. */
  readonly redisCacheDir?: string;
  /** For data that may be lost with the machine. */
  readonly fast?: boolean;
  readonly log?: (line: string) => void;
}

export interface EmbeddedServices {
  readonly databaseUrl: string;
  /** Undefined when no Redis is to be had: the queue then runs on PostgreSQL, and `notice` says so. */
  readonly redisUrl: string | undefined;
  readonly notice: string | undefined;
  readonly postgres: EmbeddedPostgres;
  readonly redis: EmbeddedRedis | undefined;
  stop(): Promise<void>;
}

const NO_REDIS =
  'No Redis is installed and none can be fetched here: the queues run on PostgreSQL, which is slower. ' +
  'Install redis-server, or set REDIS_URL.';

/** Starts PostgreSQL and Redis side by side; when one fails, the other is stopped before the error is thrown. */
export async function startEmbeddedServices(options: EmbeddedServicesOptions): Promise<EmbeddedServices> {
  const home = resolve(options.home);
  const fast = options.fast ?? false;
  const log = options.log ?? ((): void => undefined);
  const cacheDir = options.redisCacheDir ?? join(home, 'redis');
  const [postgres, redis] = await Promise.allSettled([
    startEmbeddedPostgres({ dataDir: join(home, 'postgres'), fast, log: (line) => log(`postgres: ${line}`) }),
    startEmbeddedRedis({
      dir: join(home, 'redis-data'),
      cacheDir,
      fast,
      log: (line) => log(`redis: ${line}`),
    }),
  ]);
  if (postgres.status === 'rejected' || redis.status === 'rejected') {
    if (postgres.status === 'fulfilled') await postgres.value.stop();
    if (redis.status === 'fulfilled') await redis.value?.stop();
    throw postgres.status === 'rejected' ? postgres.reason : (redis as PromiseRejectedResult).reason;
  }
  return {
    databaseUrl: postgres.value.url,
    redisUrl: redis.value?.url,
    notice: redis.value === undefined ? NO_REDIS : undefined,
    postgres: postgres.value,
    redis: redis.value,
    stop: async () => {
      await Promise.all([postgres.value.stop(), redis.value?.stop()]);
    },
  };
}
