import { readdirSync, readFileSync } from 'node:fs';
import { Redis } from 'ioredis';
import type { Pool } from 'pg';
import type { ChaosSystem } from '../system/chaos-system';

/** Figures by name, such as `report-worker-1` (bytes of memory) or `slot` (bytes on disk). */
export interface Sample {
  readonly minute: number;
  readonly memory: Readonly<Record<string, number>>;
  /** Files, sockets and pipes that each process holds open. */
  readonly open: Readonly<Record<string, number>>;
  readonly connections: number;
  readonly redisBytes: number;
  readonly redisKeys: number;
  readonly tables: Readonly<Record<string, { readonly bytes: number; readonly rows: number }>>;
}

/** Looks at what a running system occupies. */
export class Sampler {
  readonly samples: Sample[] = [];
  readonly #startedAt = performance.now();
  readonly #redis: Redis;

  constructor(
    private readonly system: ChaosSystem,
    private readonly database: Pool,
  ) {
    this.#redis = new Redis(system.redis.url);
  }

  get minutes(): number {
    return (performance.now() - this.#startedAt) / 60_000;
  }

  async take(): Promise<void> {
    const [info, keys, connections, tables] = await Promise.all([
      this.#redis.info('memory'),
      this.#redis.dbsize(),
      this.database.query<{ count: number }>('SELECT count(*)::int AS count FROM pg_stat_activity'),
      this.database.query<{ name: string; bytes: number; rows: number }>(TABLES),
    ]);
    const ofEach = (figure: (pid: number) => number): Record<string, number> =>
      Object.fromEntries(this.system.apps.map(({ process }) => [process.name, figure(process.pid ?? 0)]));
    this.samples.push({
      minute: this.minutes,
      memory: ofEach(residentBytes),
      open: ofEach((pid) => readdirSync(`/proc/${pid}/fd`).length),
      connections: connections.rows[0]?.count ?? 0,
      redisBytes: Number(/used_memory:(\d+)/.exec(info)?.[1]),
      redisKeys: keys,
      tables: Object.fromEntries(tables.rows.map(({ name, bytes, rows }) => [name, { bytes, rows }])),
    });
  }

  close(): void {
    this.#redis.disconnect();
  }
}

function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s*(\d+) kB/.exec(status)?.[1]) * 1024;
}

const TABLES = `
  SELECT c.relname AS name, pg_total_relation_size(c.oid)::float8 AS bytes, greatest(coalesce(s.n_live_tup, 0), 0)::float8 AS rows
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
   WHERE n.nspname = 'public' AND c.relkind = 'r'`;
