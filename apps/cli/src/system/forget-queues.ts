import type { QueueConfig } from '@app/config';
import { connectRedis } from '@app/redis';
import { Cluster, type Redis } from 'ioredis';

const KEYS_AT_ONCE = 500;

/** Removes the queues of one batch from a Redis that the user keeps. */
export async function forgetQueues(config: QueueConfig): Promise<void> {
  if (config.backend !== 'redis') return;
  const redis = connectRedis(config, { maxRetriesPerRequest: 1 });
  redis.on('error', () => undefined); // the commands report it
  try {
    await redis.ping(); // a cluster knows its nodes only from now on
    const servers = redis instanceof Cluster ? redis.nodes('master') : [redis];
    for (const server of servers) await unlinkAll(server, `${config.prefix}:*`);
  } finally {
    redis.disconnect();
  }
}

async function unlinkAll(server: Redis, match: string): Promise<void> {
  for await (const found of server.scanStream({ match, count: KEYS_AT_ONCE })) {
    if ((found as string[]).length > 0) await server.unlink(...(found as string[]));
  }
}
