import 'reflect-metadata';
import type { JobProducer, JobRun } from '@app/queue';
import { RetryLaterError } from '@app/queue';
import type { BuildOutcome, ReportBuilder } from '@app/reports';
import type { DataSource } from 'typeorm';
import type { BuildMetrics } from './build-metrics';
import { BuildReportProcessor } from './build-report.processor';

class OpenedProcessor extends BuildReportProcessor {
  run(slotId: string): Promise<void> {
    return this.handle({ slotId, correlationId: 'c' }, { signal: new AbortController().signal } as JobRun);
  }
}

function processorThatFailsWith(error: unknown): OpenedProcessor {
  return processorWith(() => Promise.reject(error));
}

function processorWith(build: () => Promise<BuildOutcome>): OpenedProcessor {
  const builder = { build } as unknown as ReportBuilder;
  return new OpenedProcessor(builder, {} as DataSource, {} as JobProducer, {} as BuildMetrics);
}

it.each(['40P01', '40001', '55P03'])(
  'tries again without using an attempt when another transaction was in the way (%s)',
  async (code) => {
    const failure = Object.assign(new Error('no'), { code });
    await expect(processorThatFailsWith(failure).run('1')).rejects.toBeInstanceOf(RetryLaterError);
  },
);

it('lets any other failure of the database use an attempt', async () => {
  const failure = Object.assign(new Error('no'), { code: '23505' });
  await expect(processorThatFailsWith(failure).run('1')).rejects.toBe(failure);
});

it.each([
  [1, 250],
  [40, 10_000],
])('waits the longer the more earlier slots there are (%i)', async (earlierSlots, delayMs) => {
  const processor = processorWith(() => Promise.resolve({ kind: 'waits', earlierSlots }));
  await expect(processor.run('1')).rejects.toMatchObject({ delayMs });
});
