import { testQueuePrefix, testRedisUrl } from '@app/testing';
import { describeJobQueue } from './testing/describe-job-queue';

describeJobQueue('Redis', async () => ({
  backend: 'redis',
  url: await testRedisUrl(),
  prefix: testQueuePrefix(),
}));
