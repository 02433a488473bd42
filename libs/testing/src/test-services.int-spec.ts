import { Redis } from 'ioredis';
import { Client } from 'pg';
import { testQueuePrefix, testRedisUrl, testServices } from './index';

test('every test process is given a PostgreSQL that answers', async () => {
  const client = new Client({ connectionString: (await testServices()).databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ zone: string }>(`select current_setting('timezone') as zone`);
  await client.end();
  expect(rows).toEqual([{ zone: 'UTC' }]);
});

test('queue prefixes keep tests on the shared Redis apart', async () => {
  const redis = new Redis(await testRedisUrl());
  const [one, other] = [testQueuePrefix(), testQueuePrefix()];
  await redis.set(`${one}:key`, 'mine');
  expect(await redis.get(`${other}:key`)).toBeNull();
  await redis.quit();
});
