import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestingModule } from '@nestjs/testing';
import { startEmbeddedRedis, type EmbeddedRedis } from '@app/embedded';
import { eventually } from '@app/testing';
import { Redis } from 'ioredis';
import { JobProducer } from './job-producer';
import { QueueUnavailableError } from './outcomes/queue-unavailable.error';
import { ScriptedProcessor, startScriptedApp } from './testing/scripted-processor';

describe('Redis is disposable', () => {
  let dir: string;
  let redis: EmbeddedRedis;
  let app: TestingModule | undefined;

  const startRedis = async (port?: number, password?: string) => {
    const started = await startEmbeddedRedis({ dir, fast: true, ...(port ? { port } : {}) });
    if (!started) throw new Error('No Redis on this machine: install redis-server to run these tests');
    if (password) {
      const client = new Redis(started.url);
      await client.config('SET', 'requirepass', password);
      client.disconnect();
    }
    return started;
  };
  const passwordOf = (url: string) => new URL(url).password;
  const startApp = async (url: string) => {
    app = await startScriptedApp({ backend: 'redis', url, prefix: '{outage}' });
    return { producer: app.get(JobProducer), processor: app.get(ScriptedProcessor) };
  };

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'redis-outage-'));
    redis = await startRedis();
  });
  afterEach(async () => {
    await app?.close();
    app = undefined;
    await redis.kill9();
    await rm(dir, { recursive: true, force: true });
  });

  it('fails a ring within seconds while Redis is away, and stops in time', async () => {
    const { producer, processor } = await startApp(redis.url);
    await producer.enqueue('build-report', { slotId: '1' });
    await eventually('the first job ran', () => processor.runs.length === 1);
    await redis.kill9();
    const startedAt = Date.now();
    await expect(producer.enqueue('build-report', { slotId: '2' })).rejects.toBeInstanceOf(
      QueueUnavailableError,
    );
    await expect(producer.enqueueMany('build-report', [{ slotId: '2' }])).rejects.toBeInstanceOf(
      QueueUnavailableError,
    );
    await app?.close();
    app = undefined;
    expect(Date.now() - startedAt).toBeLessThan(25_000);
  });

  it('fails a ring within seconds when Redis was never there', async () => {
    const { url } = redis;
    await redis.kill9();
    const { producer } = await startApp(url);
    await expect(producer.enqueue('build-report', { slotId: '1' })).rejects.toBeInstanceOf(
      QueueUnavailableError,
    );
  });

  it('works on with an empty Redis at the same place, without a restart of the application', async () => {
    const { producer, processor } = await startApp(redis.url);
    await producer.enqueue('build-report', { slotId: '1' });
    await eventually('the first job ran', () => processor.runs.length === 1);
    const { url, port } = redis;
    await redis.kill9();
    redis = await startRedis(port, passwordOf(url));
    await eventually(
      'a ring is taken',
      () => producer.enqueue('build-report', { slotId: '2' }).catch(() => null),
      30_000,
    );
    await eventually('the second job ran', () => processor.runsOf('2').length === 1, 30_000);
  });

  it('works on after FLUSHALL', async () => {
    const { producer, processor } = await startApp(redis.url);
    await producer.enqueue('build-report', { slotId: '1' }, { delayMs: 60_000 });
    const client = new Redis(redis.url);
    await client.flushall();
    client.disconnect();
    expect(await producer.enqueue('build-report', { slotId: '1' })).toBe('added');
    await eventually('the job ran', () => processor.runsOf('1').length === 1);
  });
});
