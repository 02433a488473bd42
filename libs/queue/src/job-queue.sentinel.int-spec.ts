import { testQueuePrefix } from '@app/testing';
import { describeFailover } from './testing/describe-failover';
import { describeJobQueue } from './testing/describe-job-queue';
import { startRedisSentinels, type RedisGroup } from './testing/redis-topologies';

let redis: RedisGroup;
beforeAll(async () => {
  redis = await startRedisSentinels();
});
afterAll(() => redis.stop());

describeJobQueue('Redis under Sentinel', () => redis.configFor(testQueuePrefix()));
describeFailover('Redis under Sentinel', () => redis);
