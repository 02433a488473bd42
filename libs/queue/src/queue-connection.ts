import {
  createIORedisClient,
  createPostgresBackend,
  RedisConnection,
  setDefaultBackendFactory,
  type ConnectionOptions,
  type RedisOptions as BullRedisOptions,
} from 'bullmq';
import type { QueueConfig, RedisPlace } from '@app/config';
import { connectRedis } from '@app/redis';

const KEEP_ALIVE_MS = 10_000;

// Process-wide in BullMQ; what it makes a client of says itself where Redis is.
RedisConnection.clientFactory = ({ place, host: _host, port: _port, ...options }) =>
  createIORedisClient(connectRedis(place as RedisPlace, options));

/** Process-wide in BullMQ, and read when a queue or worker is made: call it before the first one. */
export function chooseBackend(config: QueueConfig): void {
  if (config.backend === 'postgres') setDefaultBackendFactory(createPostgresBackend);
  else setDefaultBackendFactory();
}

/** BullMQ hands these options to the factory above, so it opens, doubles and closes clients of every topology itself. */
function redisConnection(
  { url, topology }: RedisPlace,
  options: { enableOfflineQueue?: false; maxRetriesPerRequest: number | null },
): BullRedisOptions {
  const place: RedisPlace = { url, ...(topology === undefined ? {} : { topology }) };
  return { place, keepAlive: KEEP_ALIVE_MS, ...options };
}

function postgresConnection(config: QueueConfig & { backend: 'postgres' }): ConnectionOptions {
  const options = {
    connectionString: config.url,
    schema: config.schema,
    migrate: true, // under an advisory lock, so that processes starting at once do it once
    max: 3,
    keepAlive: true,
  };
  // BullMQ types the option for its default backend only; the PostgreSQL backend takes a pool configuration.
  return options as unknown as ConnectionOptions;
}

/** A producer fails at once while Redis is away: its caller has the database row, and the reconciler rings again. */
export function producerConnection(config: QueueConfig): ConnectionOptions {
  if (config.backend === 'postgres') return postgresConnection(config);
  return redisConnection(config, { enableOfflineQueue: false, maxRetriesPerRequest: 1 });
}

/** A worker waits for Redis to come back. */
export function workerConnection(config: QueueConfig): ConnectionOptions {
  if (config.backend === 'postgres') return postgresConnection(config);
  return redisConnection(config, { maxRetriesPerRequest: null });
}

/** Redis keys need a prefix; in PostgreSQL the schema separates installations. */
export function prefixOf(config: QueueConfig): { prefix: string } | Record<string, never> {
  return config.backend === 'redis' ? { prefix: config.prefix } : {};
}
