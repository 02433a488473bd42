import { Injectable, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import type { QueueConfig, WorkerConfig } from '@app/config';
import type { BuildReportPayload } from '@app/contracts';
import { ObservabilityModule } from '@app/observability';
import { PermanentError } from '../outcomes/permanent.error';
import { RetryLaterError } from '../outcomes/retry-later.error';
import { SkippedOutcome } from '../outcomes/skipped.outcome';
import { JobProcessor, type JobRun } from '../processing/job-processor';
import { QueueProcessor } from '../processing/queue-processor.decorator';
import { QueueModule } from '../queue.module';

/** `hang` waits for its signal or for `release`; `deaf` ignores it too. */
export type Behaviour = 'ok' | 'skip' | 'fail' | 'later' | 'permanent' | 'hang' | 'deaf';

export interface SeenRun extends JobRun {
  slotId: string;
  correlationId: string;
}

/** Does for each slot what the test's script says. */
@Injectable()
@QueueProcessor('build-report', { runRetryDelay: 200 })
export class ScriptedProcessor extends JobProcessor<'build-report'> {
  readonly script = new Map<string, Behaviour>();
  readonly runs: SeenRun[] = [];
  readonly failures: { slotId: string; error: Error }[] = [];
  failuresToMark = 0;
  private readonly hung: (() => void)[] = [];

  protected async handle({ slotId, correlationId }: BuildReportPayload, run: JobRun): Promise<void> {
    this.runs.push({ ...run, slotId, correlationId });
    switch (this.script.get(slotId) ?? 'ok') {
      case 'ok':
        return;
      case 'skip':
        throw new SkippedOutcome('somebody else built it');
      case 'fail':
        throw new Error('no luck');
      case 'later':
        throw new RetryLaterError(60_000, 'SLOT.EARLIER_UNFINISHED');
      case 'permanent':
        throw new PermanentError('REPORT.VALUE_TOO_LONG', 'MPAN 1234567890123 is too long');
      case 'hang':
        await new Promise<void>((resolve, reject) => {
          this.hung.push(resolve);
          run.signal.addEventListener('abort', () => reject(new Error('connection ended')), { once: true });
        });
        return;
      case 'deaf':
        await new Promise(() => undefined);
    }
  }

  protected onFinalFailure({ slotId }: BuildReportPayload, error: Error): Promise<void> {
    this.failures.push({ slotId, error });
    return this.failuresToMark-- > 0 ? Promise.reject(new Error('database gone')) : Promise.resolve();
  }

  /** Lets all hanging runs end well. */
  release(): void {
    this.hung.splice(0).forEach((end) => end());
  }

  runsOf(slotId: string): SeenRun[] {
    return this.runs.filter((run) => run.slotId === slotId);
  }
}

const silent = () => undefined;

@Module({ providers: [ScriptedProcessor] })
class ScriptedModule {}

/** An application with the scripted processor, as an app's main would wire it. */
export async function startScriptedApp(
  queue: QueueConfig,
  worker: Partial<WorkerConfig> = {},
): Promise<TestingModule> {
  const config = {
    ingestConcurrency: 1,
    reportConcurrency: 4,
    distributionConcurrency: 1,
    jobLockMs: 2_000,
    drainTimeoutMs: 500,
    ...worker,
  };
  const app = await Test.createTestingModule({
    imports: [ObservabilityModule.forRoot(), QueueModule.forRoot(queue, config), ScriptedModule],
  })
    .setLogger({ log: silent, warn: silent, error: silent })
    .compile();
  return app.init();
}
