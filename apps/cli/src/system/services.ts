import { join } from 'node:path';
import {
  type EmbeddedPostgres,
  type EmbeddedRedis,
  type EmbeddedServices,
  startEmbeddedPostgres,
  startEmbeddedRedis,
  startEmbeddedServices,
} from '@app/embedded';
import { CommandFailedError } from '../command-failed.error';

/** PostgreSQL, and Redis unless none is to be had: then the queues live in PostgreSQL, too. */
export interface Services {
  readonly databaseUrl: string;
  readonly redisUrl: string | undefined;
  /** What the user should know about them. */
  readonly notice: string | undefined;
  /** Rejects when one that was started here ends by itself; never resolves. */
  readonly failed: Promise<never>;
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
    return { databaseUrl, redisUrl, notice: undefined, ...watching({}) };
  }
  if (databaseUrl !== undefined) {
    const redis = await startEmbeddedRedis({ dir: join(options.homeDir, 'redis-data'), cacheDir, fast });
    return {
      databaseUrl,
      redisUrl: redis?.url,
      notice: redis
        ? undefined
        : 'No Redis is to be had here: the queues run on PostgreSQL, which is slower.',
      ...watching({ redis }),
    };
  }
  if (redisUrl !== undefined) {
    const postgres = await startEmbeddedPostgres({ dataDir: join(options.homeDir, 'postgres'), fast });
    return { databaseUrl: postgres.url, redisUrl, notice: undefined, ...watching({ postgres }) };
  }
  const embedded: EmbeddedServices = await startEmbeddedServices({
    home: options.homeDir,
    redisCacheDir: cacheDir,
    fast,
  });
  return { ...embedded, ...watching(embedded) };
}

interface Started {
  readonly postgres?: EmbeddedPostgres | undefined;
  readonly redis?: EmbeddedRedis | undefined;
}

/**
 * Everything ends when a service does: started anew it would have another address, which the apps do not know. Nothing
 * is lost, since the data lies on the disk.
 */
function watching({ postgres, redis }: Started): Pick<Services, 'failed' | 'stop'> {
  let isStopping = false;
  const failed = new Promise<never>((_, reject) => {
    for (const [name, service] of Object.entries({ PostgreSQL: postgres, Redis: redis })) {
      void service?.exited.then(({ code, signal }) => {
        if (isStopping) return;
        const cause = signal ?? `exit code ${code}`;
        reject(
          new CommandFailedError(`${name} has ended by itself (${cause}); start again, nothing is lost`),
        );
      });
    }
  });
  failed.catch(() => undefined); // told to whoever waits for the command's work
  const stop = async (): Promise<void> => {
    isStopping = true;
    await Promise.all([postgres?.stop(), redis?.stop()]);
  };
  return { failed, stop };
}
