import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Queue, type Job, type JobState } from 'bullmq';
import type { QueueConfig } from '@app/config';
import type { JobInput, QueueName } from '@app/contracts';
import { activeTracing, inTraceContext } from '@app/observability';
import { OccasionalWarning } from './occasional-warning';
import { OverdueDelays } from './overdue-delays';
import { QueueUnavailableError } from './outcomes/queue-unavailable.error';
import { prepareJob, type EnqueueOptions, type PreparedJob } from './prepared-job';
import { prefixOf, producerConnection } from './queue-connection';

export const QUEUE_CONFIG = Symbol('QueueConfig');

/** What an enqueue found: there is at most one live job per thing. */
export type EnqueueOutcome =
  | 'added'
  | 'retried' // it had failed; it starts anew with all its attempts
  | 'promoted' // it was waiting for its time, or beyond it, and runs now
  | 'already-delayed'
  | 'already-waiting'
  | 'already-active';

const REDIS_TIMEOUT_MS = 5_000;
const PROBE_TIMEOUT_MS = 1_000;
const CLOSE_TIMEOUT_MS = 2_000;
/** Jobs under one deadline: of many, what a slow Redis has taken stays taken, and it does not look like one that is away. */
const BULK_SIZE = 100;
/** A job in one of these states will run: it is left alone. */
const LIVE_STATES: Readonly<Partial<Record<JobState | 'unknown', EnqueueOutcome>>> = {
  active: 'already-active',
  waiting: 'already-waiting',
  prioritized: 'already-waiting',
  'waiting-children': 'already-waiting',
};
const RACES = 3;

/** The typed way into the queues. All methods throw QueueUnavailableError while Redis is away, within seconds. */
@Injectable()
export class JobProducer implements OnApplicationShutdown {
  private readonly logger = new Logger(JobProducer.name);
  private readonly warnings = new OccasionalWarning(this.logger);
  private readonly queues = new Map<QueueName, Queue>();
  private readonly overdue = new OverdueDelays();

  constructor(@Inject(QUEUE_CONFIG) private readonly config: QueueConfig) {}

  /** The BullMQ queue itself, e.g. for Bull Board; opened on first use. */
  queue(name: QueueName): Queue {
    const open = this.queues.get(name);
    if (open) return open;
    const telemetry = activeTracing()?.queueTelemetry;
    const queue = new Queue(name, {
      connection: producerConnection(this.config),
      ...prefixOf(this.config),
      ...(telemetry && { telemetry }),
    });
    queue.on('error', (error) => this.warnings.warn(`Queue ${name}`, error));
    this.queues.set(name, queue);
    return queue;
  }

  /**
   * Rings for one thing: adds its job, or revives its failed one, or finds a live one and leaves it alone.
   * @throws ZodError for an input that fails the schema of the queue
   */
  async enqueue<Q extends QueueName>(
    queue: Q,
    input: JobInput<Q>,
    options: EnqueueOptions = {},
  ): Promise<EnqueueOutcome> {
    const job = prepareJob(queue, input, options);
    return inTraceContext(options.traceContext, () =>
      this.reaching(queue, () => this.addOrRevive(queue, job, false)),
    );
  }

  /** As `enqueue` for many, in bulk; the outcomes are in the order of the inputs. Not atomic: after a failure some may be in. */
  async enqueueMany<Q extends QueueName>(
    queue: Q,
    inputs: readonly (JobInput<Q> & Pick<EnqueueOptions, 'traceContext'>)[],
    options: Omit<EnqueueOptions, 'traceContext'> = {},
  ): Promise<EnqueueOutcome[]> {
    const jobs = inputs.map(({ traceContext, ...input }) =>
      prepareJob(queue, input as unknown as JobInput<Q>, { ...options, traceContext }),
    );
    const outcomes: EnqueueOutcome[] = [];
    for (let start = 0; start < jobs.length; start += BULK_SIZE) {
      const part = jobs.slice(start, start + BULK_SIZE);
      outcomes.push(...(await this.reaching(queue, () => this.addPart(queue, part))));
    }
    return outcomes;
  }

  /** An operator's "now": as `enqueue`, and a job that waits for its time (backoff, "later") runs at once. */
  async requeue<Q extends QueueName>(queue: Q, input: JobInput<Q>): Promise<EnqueueOutcome> {
    const job = prepareJob(queue, input);
    return this.reaching(queue, () => this.addOrRevive(queue, job, true));
  }

  /** Jobs that a free worker would take now. */
  countWaiting(queue: QueueName, timeoutMs = REDIS_TIMEOUT_MS): Promise<number> {
    const count = () => this.queue(queue).getJobCountByTypes('wait', 'prioritized');
    return this.reaching(queue, count, timeoutMs);
  }

  /** Whether the queue answers within a second. */
  isReachable(queue: QueueName): Promise<boolean> {
    return this.countWaiting(queue, PROBE_TIMEOUT_MS).then(
      () => true,
      () => false,
    );
  }

  async onApplicationShutdown(): Promise<void> {
    const open = [...this.queues.values()];
    const closed = Promise.allSettled(open.map((queue) => queue.close()));
    await Promise.race([closed, delay(CLOSE_TIMEOUT_MS, undefined, { ref: false })]);
    // A queue that could not say goodbye would try to reconnect for ever, and this never ends while Redis is away.
    for (const queue of open) void queue.disconnect().catch(() => undefined);
  }

  private async addPart<Q extends QueueName>(queue: Q, jobs: PreparedJob<Q>[]): Promise<EnqueueOutcome[]> {
    const states = await Promise.all(jobs.map((job) => this.queue(queue).getJobState(job.opts.jobId)));
    const unknown = jobs.filter((_job, index) => states[index] === 'unknown');
    if (unknown.length > 0) await this.queue(queue).addBulk(unknown);
    return Promise.all(
      jobs.map(async (job, index) => {
        const state = states[index] ?? 'unknown';
        if (state === 'unknown') return 'added';
        return LIVE_STATES[state] ?? this.addOrRevive(queue, job, false);
      }),
    );
  }

  /** State and act are two steps, so another may come in between (-1: the job is gone, -3: it has moved): look again. */
  private async addOrRevive<Q extends QueueName>(
    queue: Q,
    job: PreparedJob<Q>,
    promote: boolean,
  ): Promise<EnqueueOutcome> {
    for (let race = 1; ; race += 1) {
      try {
        return await this.tryAddOrRevive(this.queue(queue), job, promote);
      } catch (error) {
        const { code } = error as { code?: unknown };
        if ((code !== -1 && code !== -3) || race === RACES) throw error;
      }
    }
  }

  private async tryAddOrRevive<Q extends QueueName>(
    queue: Queue,
    prepared: PreparedJob<Q>,
    promote: boolean,
  ): Promise<EnqueueOutcome> {
    const { name, data, opts } = prepared;
    const job = (await queue.getJob(opts.jobId)) as Job | undefined;
    const state = job ? await job.getState() : 'unknown';
    const found = LIVE_STATES[state];
    if (found) return found;
    if (state === 'failed') {
      // `add` would do nothing, remove and add could lose it, a plain retry would leave it one attempt.
      await job?.updateData(data);
      await job?.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true });
      return 'retried';
    }
    if (state === 'delayed') {
      if (!promote && !(job && this.overdue.isOverdue(job))) return 'already-delayed';
      await job?.promote();
      return 'promoted';
    }
    if (state === 'completed') await job?.remove(); // none of ours stays; one that was kept by hand must not block
    await queue.add(name, data, opts);
    return 'added';
  }

  /** Bounded: the first connection, unlike later commands, waits for Redis without end. */
  private async reaching<T>(
    queue: QueueName,
    act: () => Promise<T>,
    timeoutMs = REDIS_TIMEOUT_MS,
  ): Promise<T> {
    const timer = new AbortController();
    const elapsed = delay(timeoutMs, undefined, { signal: timer.signal }).then(
      () => Promise.reject(new Error(`no answer in ${timeoutMs / 1000} s`)),
      () => new Promise<never>(() => undefined),
    );
    try {
      return await Promise.race([act(), elapsed]);
    } catch (error) {
      throw new QueueUnavailableError(queue, { cause: error });
    } finally {
      timer.abort();
    }
  }
}
