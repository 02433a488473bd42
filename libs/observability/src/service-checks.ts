import type { QueueConfig, RedisPlace } from '@app/config';
import { connectRedis } from '@app/redis';
import { Client } from 'pg';
import type { HealthCheck } from './health-registry';

const CONNECT_TIMEOUT_MS = 2_500;

/** Each probe opens a connection of its own: the application's pool may be busy, which is not ill. */
export function postgresCheck(url: string): HealthCheck {
  return {
    name: 'postgres',
    need: 'essential',
    async check() {
      const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
      client.on('error', () => undefined);
      try {
        await client.connect();
        await client.query('SELECT 1');
      } finally {
        await client.end().catch(() => undefined);
      }
    },
  };
}

function redisCheck(place: RedisPlace, need: HealthCheck['need']): HealthCheck {
  return {
    name: 'redis',
    need,
    async check() {
      const client = connectRedis(place, {
        lazyConnect: true,
        connectTimeout: CONNECT_TIMEOUT_MS,
        maxRetriesPerRequest: 0,
        retryStrategy: () => null,
      });
      client.on('error', () => undefined);
      try {
        await client.connect();
        await client.ping();
      } finally {
        client.disconnect();
      }
    },
  };
}

/** Whether the queues answer; nothing where they live in PostgreSQL, which has a check of its own. */
export function queueChecks(queue: QueueConfig, need: HealthCheck['need']): HealthCheck[] {
  return queue.backend === 'redis' ? [redisCheck(queue, need)] : [];
}
