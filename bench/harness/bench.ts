import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runMigrations } from '@app/database';
import { startEmbeddedServices, type EmbeddedServices } from '@app/embedded';
import { Client } from 'pg';
import { StatementCounter } from './statement-counter';

export interface BenchOptions {
  readonly packageRoot: string;
  /** Smaller sizes and fewer rounds. */
  readonly isQuick: boolean;
  /** Divides all sizes: to see that a measure works while the machine has other work. */
  readonly divideBy: number;
  /** Logs statement times and makes CPU profiles of the product's processes: what is measured then is slower. */
  readonly isProfiled: boolean;
  /** Makes sample and history anew. */
  readonly isFresh: boolean;
  readonly rounds: number;
  readonly tell: (text: string) => void;
}

const SCHEMA_TEMPLATE = 'bench_schema';

/** What the measures share: a private PostgreSQL and Redis, started as `mrr up` starts them, and a folder. */
export class Bench {
  private constructor(
    readonly options: BenchOptions,
    /** `.mrr/bench`: the database survives from run to run, so that history is made once. */
    readonly folder: string,
    private readonly services: EmbeddedServices,
    readonly redisUrl: string,
    /** Of databases that log them (`log_statement`). */
    readonly statements: StatementCounter,
  ) {}

  static async open(options: BenchOptions): Promise<Bench> {
    const folder = join(options.packageRoot, '.mrr', 'bench');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const statements = new StatementCounter();
    const services = await startEmbeddedServices({
      home: folder,
      redisCacheDir: join(options.packageRoot, '.mrr', 'redis'),
      log: (line) => statements.read(line),
    });
    if (services.redisUrl === undefined) {
      await services.stop();
      throw new Error('The benchmarks need a Redis');
    }
    return new Bench(options, folder, services, services.redisUrl, statements);
  }

  /** One size for full and quick runs. */
  size(full: number, quick: number): number {
    return Math.ceil((this.options.isQuick ? quick : full) / this.options.divideBy);
  }

  close(): Promise<void> {
    return this.services.stop();
  }

  urlOf(database: string): string {
    const url = new URL(this.services.databaseUrl);
    url.pathname = `/${database}`;
    return url.href;
  }

  /** Whether there is a database that was given this key when it was complete. */
  async hasDatabase(name: string, key: string): Promise<boolean> {
    const { rowCount } = await this.#administrate(
      `SELECT 1 FROM pg_database WHERE datname = $1 AND shobj_description(oid, 'pg_database') = $2`,
      [name, key],
    );
    return rowCount === 1 && !this.options.isFresh;
  }

  /** A fresh database with the product's schema, or a copy of `template`; what had the name before is dropped. */
  async createDatabase(name: string, template?: string): Promise<string> {
    if (template === undefined) await this.#makeSchemaTemplate();
    await this.dropDatabase(name);
    await this.#administrate(
      `CREATE DATABASE ${name} TEMPLATE ${template ?? SCHEMA_TEMPLATE} STRATEGY file_copy`,
    );
    if (this.options.isProfiled) {
      await this.#administrate(`ALTER DATABASE ${name} SET log_min_duration_statement = 0`);
    }
    return this.urlOf(name);
  }

  /** Where a profiled run leaves its CPU profiles. */
  get profiles(): string {
    return join(this.folder, 'profiles');
  }

  async dropDatabase(name: string): Promise<void> {
    await this.#administrate(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  }

  /** For what was made under another name until it was complete; `key` is what it depends on. */
  async renameDatabase(from: string, to: string, key: string): Promise<void> {
    await this.dropDatabase(to);
    await this.#administrate(`ALTER DATABASE ${from} RENAME TO ${to}`);
    await this.#administrate(`COMMENT ON DATABASE ${to} IS '${key}'`);
  }

  /** Made anew in each run: the schema may have changed. */
  async #makeSchemaTemplate(): Promise<void> {
    if (this.#hasSchemaTemplate) return;
    await this.dropDatabase(SCHEMA_TEMPLATE);
    await this.#administrate(`CREATE DATABASE ${SCHEMA_TEMPLATE}`);
    await runMigrations(this.urlOf(SCHEMA_TEMPLATE));
    this.#hasSchemaTemplate = true;
  }

  #hasSchemaTemplate = false;

  async #administrate(text: string, values: unknown[] = []): Promise<{ rowCount: number | null }> {
    const client = new Client({ connectionString: this.urlOf('postgres') });
    await client.connect();
    try {
      return await client.query(text, values);
    } finally {
      await client.end();
    }
  }
}
