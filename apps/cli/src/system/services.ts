import { join } from 'node:path';
import {
  type EmbeddedServices,
  startEmbeddedPostgres,
  startEmbeddedRedis,
  startEmbeddedServices,
} from '@app/embedded';

/** PostgreSQL, and Redis unless none is to be had: then the queues live in PostgreSQL, too. */
export interface Services {
  readonly databaseUrl: string;
  readonly redisUrl: string | undefined;
  /** What the user should know about them. */
  readonly notice: string | undefined;
  stop(): Promise<void>;
}

export interface ServicesOptions {
  /** Holds the data of what is started here. */
  readonly homeDir: string;
  /** Where a fetched Redis is kept; shared by all homes. */
  readonly redisCacheDir: string;
  /** For data that is thrown away afterwards. */
  readonly fast: boolean;
  /** Services of the user's own; what is not named is started embedded. */
  readonly databaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
}

export async function startServices(options: ServicesOptions): Promise<Services> {
  const { databaseUrl, redisUrl, fast, redisCacheDir: cacheDir } = options;
  if (databaseUrl !== undefined && redisUrl !== undefined) {
    return { databaseUrl, redisUrl, notice: undefined, stop: async () => undefined };
  }
  if (databaseUrl !== undefined) {
    const redis = await startEmbeddedRedis({ dir: join(options.homeDir, 'redis-data'), cacheDir, fast });
    return {
      databaseUrl,
      redisUrl: redis?.url,
      notice: redis
        ? undefined
        : 'No Redis is to be had here: the queues run on PostgreSQL, which is slower.',
      stop: async () => redis?.stop(),
    };
  }
  if (redisUrl !== undefined) {
    const postgres = await startEmbeddedPostgres({ dataDir: join(options.homeDir, 'postgres'), fast });
    return { databaseUrl: postgres.url, redisUrl, notice: undefined, stop: () => postgres.stop() };
  }
  const embedded: EmbeddedServices = await startEmbeddedServices({
    home: options.homeDir,
    redisCacheDir: cacheDir,
    fast,
  });
  return embedded;
}
