import { OnWorkerEvent, WorkerHost } from '@nestjs/bullmq';
import { Inject, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Job } from 'bullmq';
import { jobSettings, type JobPayload, type QueueName } from '@app/contracts';
import { runInJobContext } from '@app/observability';
import { asError, LOCK_LOST, outcomeOfError, type JobOutcome } from '../outcomes/job-outcome';
import { PermanentError } from '../outcomes/permanent.error';
import { OccasionalWarning } from '../occasional-warning';
import { drainWorker } from './drain-worker';
import { logRun } from './job-report';
import { JobRuntime } from './job-runtime';
import { postponementOf, type Postponement } from './postponement';
import { runWithDeadline } from './run-with-deadline';
import { settleJob } from './settle-job';
import { WorkerWatchdog } from './worker-watchdog';

/** How long an aborted handler may take to end; then it is abandoned. */
const GRACE_MS = 3_000;
/** Beyond the grace: for the last words with Redis. */
const LAST_WORDS_MS = 2_000;
const WATCH_INTERVAL_MS = 15_000;

export interface JobRun {
  jobId: string;
  /** From 1; "later" and hand-backs do not count. */
  attempt: number;
  attempts: number;
  /** Set if it has been told "later" before. */
  postponement: Postponement | undefined;
  /** Aborted by the queue's timeout, at shutdown, and when the job's lock is lost: stop, roll back, throw anything. */
  signal: AbortSignal;
}

/**
 * Base of all processors. A subclass says what to do (`handle`) and what a failed job means for its row
 * (`onFinalFailure`). `handle` ends in one of a closed set of ways: it returns (done), or throws `SkippedOutcome`,
 * `PermanentError`, `RetryLaterError`, or anything else (retried with the queue's backoff). It may run again after a
 * crash at any point.
 */
export abstract class JobProcessor<Q extends QueueName>
  extends WorkerHost
  implements OnApplicationBootstrap, OnModuleDestroy
{
  protected readonly logger = new Logger(this.constructor.name);
  @Inject(JobRuntime) protected readonly runtime!: JobRuntime;
  private readonly warnings = new OccasionalWarning(this.logger);
  private readonly failuresTold = new WeakSet<Job>();
  private watchdog: WorkerWatchdog | undefined;
  private watch: NodeJS.Timeout | undefined;

  protected abstract handle(payload: JobPayload<Q>, run: JobRun): Promise<void>;

  /**
   * Called when the job has failed for good: permanent, attempts used up, or lost with its worker too often. Marks the
   * row failed. It may be called again for the same failure, so it must be a conditional update; it is called before
   * BullMQ is told, so a crash in between runs the job once more. Not called for a payload that names no row.
   */
  protected abstract onFinalFailure(payload: JobPayload<Q>, error: Error): Promise<void>;

  onApplicationBootstrap(): void {
    const { worker } = this;
    const queue = worker.name as Q;
    worker.concurrency = this.runtime.concurrencyOf(queue);
    const watchdog = new WorkerWatchdog(
      worker,
      () => this.runtime.producer.countWaiting(queue),
      (message) => this.logger.warn(message),
    );
    this.watchdog = watchdog;
    this.watch = setInterval(() => void watchdog.look().catch(() => undefined), WATCH_INTERVAL_MS).unref();
    this.runtime.health.add({
      name: `worker ${queue}`,
      check: async () => {
        if (!worker.isRunning() || watchdog.isSilent()) throw new Error('takes no jobs');
      },
    });
    watchdog.start();
  }

  /** Here and not in a later hook: TypeORM closes the database before @nestjs/bullmq would close the worker. */
  async onModuleDestroy(): Promise<void> {
    clearInterval(this.watch);
    const clean = await drainWorker(this.worker, {
      drainTimeoutMs: this.runtime.config.drainTimeoutMs,
      graceMs: GRACE_MS + LAST_WORDS_MS,
      redisIsThere: await this.runtime.producer.isReachable(this.worker.name as Q),
    });
    if (!clean)
      this.logger.warn(
        `${this.worker.name} did not stop in time; its jobs are taken up when their locks end`,
      );
  }

  // Three parameters without default values: BullMQ passes the signal only to a function of that length.
  async process(job: Job, token?: string, signal?: AbortSignal): Promise<string> {
    const queue = this.worker.name as Q;
    const settings = jobSettings(queue);
    const parsed = settings.payload.safeParse(job.data);
    const run = {
      queue,
      jobId: job.id ?? '',
      subject: parsed.success ? settings.subject(parsed.data) : `job ${job.id}`,
      correlationId: parsed.success ? parsed.data.correlationId : '',
      attempt: job.attemptsMade + 1,
      attempts: job.opts.attempts ?? 1,
      postponement: postponementOf(job),
    };
    const { postponement: _, ...told } = run;
    return runInJobContext(told, async () => {
      this.watchdog?.jobStarted();
      const startedAt = performance.now();
      const outcome: JobOutcome = parsed.success
        ? await this.outcomeOf(parsed.data, run, signal)
        : { kind: 'failed', error: new PermanentError('JOB.INVALID_PAYLOAD', parsed.error.message) };
      const durationMs = performance.now() - startedAt;
      logRun(this.logger, { ...run, durationMs }, outcome);
      this.runtime.metrics.record(queue, outcome.kind, durationMs);
      if (outcome.kind === 'failed') await this.tellFailure(job, outcome.error);
      this.watchdog?.jobEnded();
      return settleJob(job, token, outcome);
    });
  }

  private async outcomeOf(
    payload: JobPayload<Q>,
    run: Omit<JobRun, 'signal'>,
    outer: AbortSignal | undefined,
  ): Promise<JobOutcome> {
    const deadline = {
      timeoutMs: jobSettings(this.worker.name as Q).timeoutMs,
      graceMs: GRACE_MS,
      signal: outer,
    };
    const { jobId, attempt, attempts, postponement } = run;
    const ended = await runWithDeadline(
      (signal) => this.handle(payload, { jobId, attempt, attempts, postponement, signal }),
      deadline,
    );
    if ('value' in ended) return { kind: 'done' };
    return outcomeOfError(ended.thrown, ended.abortReason, attempt < attempts);
  }

  private async tellFailure(job: Job, error: Error): Promise<void> {
    this.failuresTold.add(job);
    const parsed = jobSettings(this.worker.name as Q).payload.safeParse(job.data);
    if (!parsed.success) return;
    try {
      await this.onFinalFailure(parsed.data, error);
    } catch (failure) {
      // The row stays as it is; the reconciler finds it without a live job and rings again.
      this.logger.error(`Could not mark ${job.name} ${job.id} failed`, { reason: asError(failure).message });
    }
  }

  /** A job that was lost with its worker too often fails without a run; `process` never sees it. */
  @OnWorkerEvent('failed')
  protected async onFailed(job: Job | undefined, error: Error): Promise<void> {
    if (!job || job.finishedOn === undefined || this.failuresTold.has(job)) return;
    this.logger.error(`Failed ${job.name} ${job.id}: JOB.STALLED`, { reason: error.message });
    this.runtime.metrics.record(job.queueName, 'failed', 0);
    await this.tellFailure(job, error);
  }

  /** Somebody else may have the job by now: ours must stop. */
  @OnWorkerEvent('lockRenewalFailed')
  protected onLockRenewalFailed(jobIds: string[]): void {
    for (const jobId of jobIds) this.worker.cancelJob(jobId, LOCK_LOST);
  }

  @OnWorkerEvent('stalled')
  protected onStalled(jobId: string): void {
    this.logger.warn(`${this.worker.name} ${jobId} lost its worker and waits again`);
  }

  @OnWorkerEvent('error')
  protected onError(error: Error): void {
    if (!this.worker.closing) this.warnings.warn(`Worker of ${this.worker.name}`, error);
  }
}
