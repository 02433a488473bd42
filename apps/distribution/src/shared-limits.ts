import { Logger } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { QueueConfig } from '@app/config';
import { connectRedis } from '@app/redis';
import type { Cluster, Redis } from 'ioredis';

/**
 * The Redis connection through which all distribution processes share the destination's budget and pauses. Undefined
 * where the queues run without Redis: then there is one machine and each process keeps to itself.
 */
export class SharedLimits implements OnApplicationShutdown {
  readonly redis: Redis | Cluster | undefined;

  constructor(queue: QueueConfig) {
    if (queue.backend !== 'redis') return;
    const logger = new Logger(SharedLimits.name);
    this.redis = connectRedis(queue, { lazyConnect: true, maxRetriesPerRequest: 3, keepAlive: 10_000 });
    this.redis.on('error', (error) => logger.warn(`The shared limits are out of reach: ${error.message}`));
  }

  onApplicationShutdown(): void {
    this.redis?.disconnect();
  }
}
