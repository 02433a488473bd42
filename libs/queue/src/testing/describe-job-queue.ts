import { Logger } from '@nestjs/common';
import type { TestingModule } from '@nestjs/testing';
import type { Job } from 'bullmq';
import type { QueueConfig } from '@app/config';
import { HealthRegistry } from '@app/observability';
import { eventually } from '@app/testing';
import { JobProducer } from '../job-producer';
import { ScriptedProcessor, startScriptedApp, type Behaviour } from './scripted-processor';

/** What processors and producers promise, whatever the queues are kept in. */
export function describeJobQueue(backend: string, makeConfig: () => Promise<QueueConfig>): void {
  describe(`jobs on ${backend}`, () => {
    let app: TestingModule;
    let producer: JobProducer;
    let processor: ScriptedProcessor;

    const ring = (slotId: string, behaviour: Behaviour) => {
      processor.script.set(slotId, behaviour);
      return producer.enqueue('build-report', { slotId });
    };
    const job = (slotId: string): Promise<Job | undefined> =>
      producer.queue('build-report').getJob(`slot-${slotId}`);
    const stateOf = (slotId: string) => producer.queue('build-report').getJobState(`slot-${slotId}`);
    const reaches = (slotId: string, state: string) =>
      eventually(`slot ${slotId} is ${state}`, async () => (await stateOf(slotId)) === state);
    const ran = (slotId: string, times: number) =>
      eventually(`slot ${slotId} ran ${times} times`, () => processor.runsOf(slotId).length >= times);

    beforeEach(async () => {
      app = await startScriptedApp(await makeConfig());
      producer = app.get(JobProducer);
      processor = app.get(ScriptedProcessor);
    });
    afterEach(async () => {
      jest.restoreAllMocks();
      await app.close();
    });

    it('runs a job once and frees its id for the next ring', async () => {
      expect(await ring('1', 'ok')).toBe('added');
      await ran('1', 1);
      await reaches('1', 'unknown');
      expect(await ring('1', 'ok')).toBe('added');
      await ran('1', 2);
      expect(processor.failures).toEqual([]);
    });

    it('keeps one live job per slot', async () => {
      await ring('1', 'hang');
      await ran('1', 1);
      expect(await ring('1', 'hang')).toBe('already-active');
      expect(await producer.enqueueMany('build-report', [{ slotId: '1' }, { slotId: '2' }])).toEqual([
        'already-active',
        'added',
      ]);
      await ran('2', 1);
      expect(processor.runsOf('1')).toHaveLength(1);
    });

    it('takes "skipped" as an end without failure', async () => {
      await ring('1', 'skip');
      await ran('1', 1);
      await reaches('1', 'unknown');
      expect(processor.failures).toEqual([]);
    });

    it('fails a permanent error at once, marks the row first, and stores nothing secret', async () => {
      await ring('1', 'permanent');
      await reaches('1', 'failed');
      expect(processor.runsOf('1')).toHaveLength(1);
      expect(processor.failures).toMatchObject([{ slotId: '1', error: { code: 'REPORT.VALUE_TOO_LONG' } }]);
      const failed = await job('1');
      expect(failed?.failedReason).toBe('REPORT.VALUE_TOO_LONG: MPAN *** is too long');
      expect(JSON.stringify(failed?.stacktrace)).not.toContain('1234567890123');
    });

    it('retries an unknown error with a pause until the attempts are used up', async () => {
      await ring('1', 'fail');
      for (let attempt = 1; attempt < 5; attempt += 1) {
        await ran('1', attempt);
        await reaches('1', 'delayed');
        expect(processor.failures).toEqual([]);
        expect((await job('1'))?.delay).toBeGreaterThanOrEqual(1_000 * 2 ** (attempt - 1));
        expect(await producer.enqueue('build-report', { slotId: '1' })).toBe('already-delayed');
        expect(await producer.requeue('build-report', { slotId: '1' })).toBe('promoted');
      }
      await reaches('1', 'failed');
      expect(processor.runsOf('1').map((run) => run.attempt)).toEqual([1, 2, 3, 4, 5]);
      expect(processor.failures.map((failure) => failure.error.message)).toEqual(['no luck']);
    });

    it('gives a failed job that is rung for again all its attempts', async () => {
      await ring('1', 'permanent');
      await reaches('1', 'failed');
      processor.script.set('1', 'fail');
      expect(await producer.enqueue('build-report', { slotId: '1' })).toBe('retried');
      await ran('1', 2);
      await reaches('1', 'delayed');
      expect(processor.runsOf('1').at(-1)?.attempt).toBe(1);
    });

    it('revives failed jobs in a bulk ring as well', async () => {
      await ring('1', 'permanent');
      await reaches('1', 'failed');
      processor.script.set('1', 'ok');
      const outcomes = await producer.enqueueMany('build-report', [{ slotId: '2' }, { slotId: '1' }]);
      expect(outcomes).toEqual(['added', 'retried']);
      await ran('1', 2);
      await ran('2', 1);
    });

    it('lets one of several concurrent rings revive a failed job', async () => {
      await ring('1', 'permanent');
      await reaches('1', 'failed');
      processor.script.set('1', 'hang');
      const rings = await Promise.all(
        [1, 2, 3, 4].map(() => producer.requeue('build-report', { slotId: '1' })),
      );
      expect(rings.filter((outcome) => outcome === 'retried')).toHaveLength(1);
      await ran('1', 2);
      expect(processor.runsOf('1')).toHaveLength(2);
    });

    it('postpones "later" without costing an attempt', async () => {
      await ring('1', 'later');
      for (let run = 1; run <= 7; run += 1) {
        await ran('1', run);
        await reaches('1', 'delayed');
        await producer.requeue('build-report', { slotId: '1' });
      }
      await ran('1', 8);
      expect(new Set(processor.runsOf('1').map((run) => run.attempt))).toEqual(new Set([1]));
      expect(processor.failures).toEqual([]);
    });

    it('fails a payload that breaks its schema without running it', async () => {
      await producer
        .queue('build-report')
        .add('build-report', { slotId: 'x' }, { jobId: 'slot-x', attempts: 5 });
      await reaches('x', 'failed');
      expect(processor.runs).toEqual([]);
      await expect(producer.enqueue('build-report', { slotId: 'x' })).rejects.toThrow('slotId');
    });

    it('fails the job even if the row cannot be marked', async () => {
      processor.failuresToMark = 1;
      await ring('1', 'permanent');
      await reaches('1', 'failed');
      expect(processor.failures).toHaveLength(1);
    });

    it('carries the correlation id of the ring', async () => {
      await producer.enqueue('build-report', { slotId: '1', correlationId: 'from-ingest' });
      await ran('1', 1);
      expect(processor.runs[0]?.correlationId).toBe('from-ingest');
    });

    it('ends a job with one line', async () => {
      const lines: unknown[] = [];
      jest.spyOn(Logger.prototype, 'error').mockImplementation((line) => void lines.push(line));
      await ring('42', 'permanent');
      await reaches('42', 'failed');
      expect(lines).toEqual([
        expect.stringMatching(
          /^Failed build-report slot 42 \(\d+\.\d s, attempt 1 of 5\): REPORT\.VALUE_TOO_LONG$/,
        ),
      ]);
    });

    it('reports a worker that runs as ready', async () => {
      expect(await app.get(HealthRegistry).report()).toEqual({
        ready: true,
        checks: { 'worker build-report': 'ok' },
      });
    });

    it('runs urgent jobs before others that wait', async () => {
      const queue = producer.queue('build-report');
      await queue.pause();
      await producer.enqueue('build-report', { slotId: '1' }, { priority: 10 });
      await producer.enqueue('build-report', { slotId: '2' }, { priority: 1 });
      expect(await producer.countWaiting('build-report')).toBe(2);
      await queue.resume();
      await ran('1', 1);
      expect(processor.runs.map((run) => run.slotId)).toEqual(['2', '1']);
    });
  });
}
