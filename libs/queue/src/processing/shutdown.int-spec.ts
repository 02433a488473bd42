import type { TestingModule } from '@nestjs/testing';
import type { Worker } from 'bullmq';
import type { QueueConfig } from '@app/config';
import { eventually, testQueuePrefix, testRedisUrl } from '@app/testing';
import { JobProducer } from '../job-producer';
import { ScriptedProcessor, startScriptedApp, type Behaviour } from '../testing/scripted-processor';

describe('a processor that stops', () => {
  let config: QueueConfig;
  const open: TestingModule[] = [];

  const start = async (drainTimeoutMs: number) => {
    const app = await startScriptedApp(config, { drainTimeoutMs, reportConcurrency: 10 });
    open.push(app);
    return { app, producer: app.get(JobProducer), processor: app.get(ScriptedProcessor) };
  };
  const startWith = async (behaviour: Behaviour, drainTimeoutMs: number) => {
    const started = await start(drainTimeoutMs);
    started.processor.script.set('1', behaviour);
    await started.producer.enqueue('build-report', { slotId: '1' });
    await eventually('the job runs', () => started.processor.runs.length === 1);
    return started;
  };

  beforeEach(async () => {
    config = { backend: 'redis', url: await testRedisUrl(), prefix: testQueuePrefix() };
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((app) => app.close()));
  });

  it('waits for a job that finishes in time and takes no further one', async () => {
    const { app, producer, processor } = await startWith('hang', 10_000);
    let closed = false;
    const closing = app.close().then(() => (closed = true));
    await eventually('the worker closes', () => processor.worker.closing !== undefined);
    await producer.enqueue('build-report', { slotId: '2' });
    expect(closed).toBe(false);
    processor.release();
    await closing;
    expect(processor.runs.map((run) => run.slotId)).toEqual(['1']);
  });

  it.each<Behaviour>(['hang', 'deaf'])(
    'hands back a job that does not finish (%s), without using an attempt',
    async (behaviour) => {
      const { app, processor } = await startWith(behaviour, 100);
      await app.close();
      expect(processor.failures).toEqual([]);
      const second = await start(100);
      await eventually('another process takes it', () => second.processor.runs.length === 1);
      expect(second.processor.runs[0]).toMatchObject({ slotId: '1', attempt: 1 });
    },
  );

  it('takes up the job of a worker that died, and fails it when that happens too often', async () => {
    const { producer, processor } = await startWith('hang', 100);
    const silence = (worker: Worker) => {
      // What a killed process looks like from outside: its locks are not renewed.
      const { lockManager } = worker as unknown as { lockManager: { extendLocks(): Promise<void> } };
      lockManager.extendLocks = () => Promise.resolve();
    };
    silence(processor.worker as unknown as Worker);
    await eventually('it was given up', () => processor.failures.length > 0, 55_000);
    expect(processor.runs.length).toBeGreaterThan(1);
    expect(new Set(processor.runs.map((run) => run.attempt))).toEqual(new Set([1]));
    expect(processor.failures).toMatchObject([{ slotId: '1' }]);
    expect(await producer.queue('build-report').getJobState('slot-1')).toBe('failed');
    processor.release();
  });
});
