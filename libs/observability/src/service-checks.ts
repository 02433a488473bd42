import { Redis } from 'ioredis';
import { Client } from 'pg';
import type { HealthCheck } from './health-registry';

const CONNECT_TIMEOUT_MS = 2_500;

/** Each probe opens a connection of its own: the application's pool may be busy, which is not ill. */
export function postgresCheck(url: string): HealthCheck {
  return {
    name: 'postgres',
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

export function redisCheck(url: string): HealthCheck {
  return {
    name: 'redis',
    async check() {
      const client = new Redis(url, {
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
