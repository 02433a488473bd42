import { testQueuePrefix } from '@app/testing';
import { describeFailover } from './testing/describe-failover';
import { describeJobQueue } from './testing/describe-job-queue';
import { startRedisCluster, type RedisGroup } from './testing/redis-topologies';

let redis: RedisGroup;
beforeAll(async () => {
  redis = await startRedisCluster();
});
afterAll(() => redis.stop());

describeJobQueue('a Redis Cluster', () => redis.configFor(testQueuePrefix()));
describeFailover('a Redis Cluster', () => redis);
