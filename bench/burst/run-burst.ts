import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { App, installationOn, type Installation } from '../harness/app';
import type { Bench } from '../harness/bench';

/** The sample's week ends before it: everything of that week is due. */
const FROM = '2020-03-09T05:00:00Z';
const TO = '2020-03-09T06:00:00Z';
const DATABASE = 'bench_burst';
const POLL_MS = 100;
const DEADLINE_MS = 30 * 60_000;

export interface BurstOptions {
  /** Template of the database, which each burst consumes. */
  readonly template: string;
  readonly workers: number;
  /** Slots that one worker builds side by side; the product's own choice when undefined. */
  readonly concurrency?: number;
  /** For `Bench.statements`; costs time. */
  readonly logsStatements?: boolean;
}

export interface Burst {
  readonly database: string;
  /** From the request of the period to the last slot's end, in milliseconds, by the clock of PostgreSQL. */
  readonly elapsedMs: number;
  /** The same, to the end of the last slot but the one with most rows. */
  readonly othersMs: number;
  readonly slots: number;
  readonly delivered: number;
  readonly failed: number;
  readonly rows: number;
  readonly megabytes: number;
  /** MB, the most of any one process. */
  readonly peakMemory: number;
}

/** Runs all slots of a Monday morning by the product's own processes, into a folder. */
export async function runBurst(bench: Bench, options: BurstOptions): Promise<Burst> {
  const { template, workers, concurrency, logsStatements } = options;
  const url = await bench.createDatabase(DATABASE, template);
  const changes = concurrency === undefined ? {} : { REPORT_CONCURRENCY: String(concurrency) };
  const installation = installationOn(bench, DATABASE, changes);
  await rm(installation.homeDir, { recursive: true, force: true });
  const client = new Client({ connectionString: url });
  await client.connect();
  const apps: App[] = [];
  try {
    await client.query('CHECKPOINT');
    if (logsStatements) await client.query(`ALTER DATABASE ${DATABASE} SET log_statement = 'all'`);
    apps.push(...(await startApps(bench, installation, workers)));
    await waitUntil(client, CONNECTED, [workers + 2]);
    const { rows } = await client.query<{ at: Date }>(
      `INSERT INTO period_request (starts_at, ends_at) VALUES ($1, $2) RETURNING clock_timestamp() AS at`,
      [FROM, TO],
    );
    await waitUntil(client, FINISHED, []);
    const peakMemory = Math.max(...apps.map((app) => app.peakMemory()));
    const { rows: totals } = await client.query<Omit<Burst, 'database' | 'peakMemory'>>(TOTALS, [
      rows[0]?.at,
    ]);
    if (!totals[0]) throw new Error('The burst has no totals');
    return { database: DATABASE, ...totals[0], peakMemory };
  } finally {
    for (const app of apps) await app.stop();
    await client.end();
  }
}

async function startApps(bench: Bench, installation: Installation, workers: number): Promise<App[]> {
  const names = [
    'report-scheduler',
    'distribution',
    ...Array<'report-worker'>(workers).fill('report-worker'),
  ] as const;
  const apps: App[] = [];
  for (const name of names) apps.push(await App.start(bench, installation, name));
  return apps;
}

/** Every process has its pool: it takes jobs within moments. */
const CONNECTED = `
  SELECT count(DISTINCT client_port) >= $1 AND count(DISTINCT application_name) = 3 AS is_done
    FROM pg_stat_activity
   WHERE datname = current_database()
     AND application_name IN ('mrr-report-scheduler', 'mrr-report-worker', 'mrr-distribution')`;

const FINISHED = `
  SELECT bool_and(planned_at IS NOT NULL)
           AND NOT EXISTS (SELECT 1 FROM slot WHERE state NOT IN ('delivered', 'nil', 'failed')) AS is_done
    FROM period_request`;

const TOTALS = `
  SELECT (extract(epoch FROM max(s.finished_at) - $1) * 1000)::float AS "elapsedMs",
         (extract(epoch FROM max(s.finished_at) FILTER (WHERE s.id IS DISTINCT FROM longest.slot_id) - $1) * 1000)::float
           AS "othersMs", count(*)::int AS slots,
         count(*) FILTER (WHERE s.state = 'delivered')::int AS delivered,
         count(*) FILTER (WHERE s.state = 'failed')::int AS failed,
         coalesce(sum(i.row_count), 0)::int AS rows, (coalesce(sum(i.size_bytes), 0) / 1e6)::float AS megabytes
    FROM slot s
    LEFT JOIN issue i ON i.slot_id = s.id
    LEFT JOIN (SELECT slot_id FROM issue ORDER BY row_count DESC LIMIT 1) longest ON true`;

async function waitUntil(client: Client, query: string, values: unknown[]): Promise<void> {
  for (const deadline = Date.now() + DEADLINE_MS; Date.now() < deadline; await delay(POLL_MS)) {
    const { rows } = await client.query<{ is_done: boolean }>(query, values);
    if (rows[0]?.is_done) return;
  }
  throw new Error(`Not so after ${DEADLINE_MS / 60_000} minutes: ${query}`);
}
