import { Redis } from 'ioredis';

const KEYS_AT_ONCE = 500;

/** Removes the queues of one batch from a Redis that the user keeps. */
export async function forgetQueues(redisUrl: string, queuePrefix: string): Promise<void> {
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: 1 });
  redis.on('error', () => undefined); // the commands report it
  try {
    const keys = redis.scanStream({ match: `${queuePrefix}:*`, count: KEYS_AT_ONCE });
    for await (const found of keys) {
      if ((found as string[]).length > 0) await redis.unlink(...(found as string[]));
    }
  } finally {
    redis.disconnect();
  }
}
