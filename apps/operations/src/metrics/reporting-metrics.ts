import { Inject, Injectable } from '@nestjs/common';
import { SLOT_STATES } from '@app/database';
import { Gauge, Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import { QueueReader } from '../queues/queue-reader';

interface Figures {
  slots: Record<string, number>;
  late_slots: number;
  greatest_lateness: number;
  next_deadline: number | null;
  files_waiting: number;
  ingest_lag: number;
  parked: Record<string, number>;
  untold_outcomes: number;
  alerts: Record<string, number>;
}

/**
 * The state of the whole installation, read when somebody asks. While a database is away its figures are missing, and
 * `mrr_dependency_up` says so: old figures would be taken for new ones.
 */
@Injectable()
export class ReportingMetrics {
  readonly #gauges = new Map<string, Gauge>();
  #collecting: Promise<void> | undefined;

  constructor(
    @Inject(Registry) private readonly registry: Registry,
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(QueueReader) private readonly queues: QueueReader,
  ) {
    this.#define('mrr_slots', 'Slots of the last 7 days by state', ['state']);
    this.#define('mrr_slots_late', 'Unfinished or failed slots beyond their deadline');
    this.#define(
      'mrr_slot_greatest_lateness_seconds',
      'How long the longest overdue unfinished slot is overdue',
    );
    this.#define('mrr_slot_next_deadline_seconds', 'Time to the next deadline of an unfinished slot');
    this.#define('mrr_source_files_waiting', 'Files received and not loaded yet');
    this.#define('mrr_ingest_lag_seconds', 'Age of the oldest file that is not loaded yet');
    this.#define('mrr_parked_records', 'Records that wait for the record they speak of', ['kind']);
    this.#define('mrr_untold_outcomes', 'Concluded attempts that a recipient has not been told yet');
    this.#define('mrr_alerts_open', 'Open alerts by kind', ['kind']);
    this.#define('mrr_queue_jobs', 'Jobs by queue and state', ['queue', 'state']);
    this.#define('mrr_queue_oldest_waiting_seconds', 'Age of the job that has waited longest', ['queue']);
    this.#define('mrr_dependency_up', 'Whether the service answers: 1 or 0', ['name']);
  }

  #define(name: string, help: string, labelNames: string[] = []): void {
    const collect = (): Promise<void> => this.#collectOnce();
    this.#gauges.set(name, new Gauge({ name, help, labelNames, registers: [this.registry], collect }));
  }

  #set(name: string, value: number, labels: Record<string, string> = {}): void {
    this.#gauges.get(name)?.set(labels, value);
  }

  /** Every gauge asks when it is read; all gauges of one reading share one collection. */
  #collectOnce(): Promise<void> {
    this.#collecting ??= this.#collect().finally(() => {
      this.#collecting = undefined;
    });
    return this.#collecting;
  }

  async #collect(): Promise<void> {
    for (const gauge of this.#gauges.values()) {
      gauge.reset();
      gauge.remove({}); // a reset gauge without labels would say 0
    }
    const [database, queues] = await Promise.allSettled([this.#collectDatabase(), this.#collectQueues()]);
    this.#set('mrr_dependency_up', database.status === 'fulfilled' ? 1 : 0, { name: 'postgres' });
    this.#set('mrr_dependency_up', queues.status === 'fulfilled' ? 1 : 0, { name: 'queues' });
  }

  async #collectDatabase(): Promise<void> {
    const [figures] = await this.dataSource.query<[Figures]>(FIGURES);
    for (const state of SLOT_STATES) this.#set('mrr_slots', figures.slots[state] ?? 0, { state });
    this.#set('mrr_slots_late', figures.late_slots);
    this.#set('mrr_slot_greatest_lateness_seconds', figures.greatest_lateness);
    if (figures.next_deadline !== null) this.#set('mrr_slot_next_deadline_seconds', figures.next_deadline);
    this.#set('mrr_source_files_waiting', figures.files_waiting);
    this.#set('mrr_ingest_lag_seconds', figures.ingest_lag);
    this.#set('mrr_untold_outcomes', figures.untold_outcomes);
    for (const [kind, count] of Object.entries(figures.parked))
      this.#set('mrr_parked_records', count, { kind });
    for (const [kind, count] of Object.entries(figures.alerts)) this.#set('mrr_alerts_open', count, { kind });
  }

  async #collectQueues(): Promise<void> {
    for (const { name, oldestWaitingSeconds, ...counts } of await this.queues.readAll()) {
      for (const [state, count] of Object.entries(counts))
        this.#set('mrr_queue_jobs', count, { queue: name, state });
      this.#set('mrr_queue_oldest_waiting_seconds', oldestWaitingSeconds ?? 0, { queue: name });
    }
  }
}

const parked = (kind: string, table: string, parent: string): string =>
  `'${kind}', (SELECT count(*) FROM ${table} WHERE ${parent} IS NULL)`;

/** Every count has an index that holds just the rows counted, but for the slots of a week. */
const FIGURES = `
  SELECT (SELECT coalesce(json_object_agg(state, n), '{}')
            FROM (SELECT state, count(*) AS n FROM slot WHERE slot_time > now() - interval '7 days' GROUP BY state) s) AS slots,
         (SELECT count(*)::int FROM slot
           WHERE state NOT IN ('delivered', 'nil') AND due_at < now()) AS late_slots,
         (SELECT coalesce(max(extract(epoch FROM now() - due_at)), 0)::float FROM slot
           WHERE state NOT IN ('delivered', 'nil', 'failed') AND due_at < now()) AS greatest_lateness,
         (SELECT min(extract(epoch FROM due_at - now()))::float FROM slot
           WHERE state NOT IN ('delivered', 'nil', 'failed') AND due_at >= now()) AS next_deadline,
         (SELECT count(*)::int FROM source_file WHERE state = 'received') AS files_waiting,
         (SELECT coalesce(max(extract(epoch FROM now() - received_at)), 0)::float FROM source_file
           WHERE state = 'received') AS ingest_lag,
         json_build_object(${[
           parked('MCVF', 'validation_result', 'attempt_id'),
           parked('MGF', 'group_membership', 'attempt_id'),
           parked('S1SPCF', 's1sp_outcome', 'attempt_id'),
           parked('COF', 'commissioning_outcome', 'attempt_id'),
           parked('MAVR', 'authorisation_response', 'authorisation_id'),
           parked('MACR', 'authorisation_completion', 'authorisation_id'),
         ].join(', ')}) AS parked,
         (SELECT count(*)::int FROM entitlement WHERE issue_id IS NULL) AS untold_outcomes,
         (SELECT coalesce(json_object_agg(kind, n), '{}')
            FROM (SELECT kind, count(*) AS n FROM alert WHERE cleared_at IS NULL GROUP BY kind) a) AS alerts`;
