import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { freePort } from '@app/embedded';
import type { FailpointName } from '@app/failpoints';
import { createTestDatabase, eventually, testQueuePrefix, testRedisUrl } from '@app/testing';
import type { TestDatabase } from '@app/testing';
import { Pool } from 'pg';
import type { InputFile } from '../support/in-process-pipeline';
import { DEADLINE_MS, killAllServices, ServiceProcess } from './service-process';
import type { Environment, ServiceName } from './service-process';
import { CREATION_CLOCK, FROM, TO } from './undisturbed-run';

const TOKEN = 'a-token-for-tests-only';

function poolOf(databaseUrl: string): Pool {
  const pool = new Pool({ connectionString: databaseUrl, max: 2 });
  pool.on('error', () => undefined); // the server was killed; the next query tells it
  return pool;
}

/** One installation of real processes with database, queues and folders of its own. */
export class Installation {
  readonly delivered: string;
  readonly inbox: string;
  readonly #running = new Map<ServiceName, ServiceProcess>();

  private constructor(
    readonly home: string,
    private readonly testDatabase: TestDatabase,
    private pool: Pool,
    private env: Environment,
  ) {
    this.delivered = join(home, 'delivered');
    this.inbox = join(home, 'inbox');
  }

  static async open(settings: Environment = {}): Promise<Installation> {
    const home = mkdtempSync(join(tmpdir(), 'mrr-reliability-'));
    const testDatabase = await createTestDatabase();
    const env = {
      DATABASE_URL: testDatabase.url,
      DATABASE_POOL_SIZE: '6',
      REDIS_URL: await testRedisUrl(),
      QUEUE_PREFIX: testQueuePrefix(),
      MRR_HOME: home,
      TIE_BREAK_KEY: 'a key for tests only',
      REPORT_CREATION_CLOCK: CREATION_CLOCK,
      INGEST_API_TOKEN: TOKEN,
      INGEST_PORT: String(await freePort()),
      OPERATIONS_API_TOKEN: TOKEN,
      OPERATIONS_PORT: String(await freePort()),
      SCHEDULER_CALENDAR: 'off',
      SCHEDULER_POLL_INTERVAL: '100ms',
      RECONCILE_INTERVAL: '1s',
      INBOX_POLL_INTERVAL: '100ms',
      JOB_LOCK_DURATION: '3s',
      LOG_FORMAT: 'json',
      ...settings,
    };
    return new Installation(home, testDatabase, poolOf(env.DATABASE_URL), env);
  }

  async close(): Promise<void> {
    await this.stopAll();
    await this.pool.end();
    // A killed process's connections end when the server notices; nobody else uses this database.
    await eventually('the database is free', () =>
      this.testDatabase.drop().then(
        () => true,
        () => false,
      ),
    );
    rmSync(this.home, { recursive: true, force: true });
  }

  /** Replaces the running process of this service, if there is one. */
  async start(name: ServiceName, failpoints = ''): Promise<ServiceProcess> {
    await this.#running.get(name)?.kill();
    const service = await this.#started(name, failpoints);
    this.#running.set(name, service);
    return service;
  }

  /** One that is asked to end, as a rolling restart does; returns how the old one ended, and after how long. */
  async replace(name: ServiceName): Promise<{ end: string; afterMs: number; lastWords: string }> {
    const old = this.#running.get(name);
    if (!old) throw new Error(`${name} is not running`);
    // Of those that listen on a fixed port there is one at a time on one machine; the others overlap.
    const overlaps = name !== 'ingest' && name !== 'operations';
    const next = overlaps ? await this.#started(name, '') : undefined;
    const askedAt = Date.now();
    const end = await old.kill('SIGTERM');
    const afterMs = Date.now() - askedAt;
    const lastWords = old.lastWords();
    this.#running.set(name, next ?? (await this.#started(name, '')));
    return { end, afterMs, lastWords };
  }

  /** Kills every service. */
  async stopAll(): Promise<void> {
    await killAllServices();
    this.#running.clear();
  }

  /** The services that are started from now on work on another database, with nothing in their queues, an hour later. */
  async moveTo(databaseUrl: string): Promise<void> {
    await this.pool.end();
    this.pool = poolOf(databaseUrl);
    const later = { QUEUE_PREFIX: testQueuePrefix(), REPORT_CREATION_CLOCK: '2020-04-01T13:34:56Z' };
    this.env = { ...this.env, ...later, DATABASE_URL: databaseUrl };
  }

  /** For `mrr` commands beside the services. */
  commandEnvironment(): Environment {
    return { ...this.env, DELIVERY_FOLDER: this.delivered };
  }

  get databaseUrl(): string {
    return this.env['DATABASE_URL'] ?? '';
  }

  #started(name: ServiceName, failpoints: string, isAwaited = true): Promise<ServiceProcess> {
    return ServiceProcess.start(name, { ...this.env, FAILPOINTS: failpoints }, this.logOf(name), isAwaited);
  }

  get queuePrefix(): string {
    return this.env['QUEUE_PREFIX'] ?? '';
  }

  async saysInLog(name: ServiceName, text: string): Promise<void> {
    await eventually(
      `${name} says ${text}`,
      () => readFileSync(this.logOf(name), 'utf8').includes(text),
      DEADLINE_MS,
    );
  }

  /** Until every file that was received is decided. */
  async loaded(): Promise<void> {
    await eventually(
      'every file is decided',
      async () => {
        const waiting = await this.query(`SELECT 1 FROM source_file WHERE state = 'received' LIMIT 1`);
        return waiting.length === 0;
      },
      DEADLINE_MS,
    );
  }

  /** Load: the same files over and over, which changes nothing in the reports. */
  uploadAgainAndAgain(files: readonly InputFile[]): { stop(): Promise<void> } {
    let isStopped = false;
    const uploading = (async () => {
      for (let next = 0; !isStopped; next = (next + 1) % files.length)
        await this.upload(files[next] as InputFile);
    })();
    return {
      stop: async () => {
        isStopped = true;
        await uploading;
        await this.loaded();
      },
    };
  }

  logOf(name: ServiceName): string {
    return join(this.home, `${name}.log`);
  }

  /**
   * Kills the service at one point after the other, each time amid what the kill before has left; then lets it live.
   * @param hit the hit that kills; with 2, a service that has one job at a time ends one in each of its lives: a job that
   *   loses its worker five times in a row is failed, since it may be what kills them
   */
  async killAtEach(name: ServiceName, points: readonly FailpointName[], hit: 1 | 2): Promise<void> {
    await this.#running.get(name)?.kill();
    for (const point of points) await this.killed(await this.#started(name, `${point}=kill@${hit}`, false));
    await this.start(name);
  }

  /** Waits until the armed process has killed itself. */
  async killed(service: ServiceProcess): Promise<void> {
    await eventually(`${service.name} is hit`, () => service.hasEnded, DEADLINE_MS);
    const end = await service.ended();
    if (end !== 'SIGKILL')
      throw new Error(`${service.name} ended otherwise (${end}):\n${service.lastWords()}`);
  }

  /** As an uploader does: again and again while nobody answers. */
  async upload({ path, bytes }: InputFile): Promise<void> {
    const url = `http://127.0.0.1:${this.env['INGEST_PORT']}/v1/files/${encodeURI(path).replaceAll('#', '%23')}`;
    await eventually(
      `${path} is taken`,
      async () => {
        const headers = { authorization: `Bearer ${TOKEN}` };
        const answer = await fetch(url, { method: 'PUT', headers, body: new Uint8Array(bytes) }).catch(
          () => null,
        );
        await answer?.body?.cancel();
        return answer?.ok ?? false;
      },
      DEADLINE_MS,
    );
  }

  async uploadAll(files: readonly InputFile[]): Promise<void> {
    for (const file of files) await this.upload(file);
  }

  /** As SFTP does: written under another name first. */
  drop({ path, bytes }: InputFile): void {
    const target = join(this.inbox, path);
    mkdirSync(dirname(target), { recursive: true });
    const unfinished = join(dirname(target), `.${basename(path)}`);
    writeFileSync(unfinished, bytes);
    renameSync(unfinished, target);
  }

  /** Null: the service ended before it answered. */
  async call(path: string, body: object): Promise<{ status: number; body: unknown } | null> {
    const answer = await fetch(`http://127.0.0.1:${this.env['OPERATIONS_PORT']}/v1/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }).catch(() => null);
    return answer && { status: answer.status, body: (await answer.json()) as unknown };
  }

  async requestPeriod({ from, to }: { from: Date; to: Date }): Promise<void> {
    await this.pool.query('INSERT INTO period_request (starts_at, ends_at) VALUES ($1, $2)', [from, to]);
  }

  /** All slots of the sample. */
  requestAll(): Promise<void> {
    return this.requestPeriod({ from: FROM, to: TO });
  }

  async query<T extends object>(text: string, values: unknown[] = []): Promise<T[]> {
    return (await this.pool.query<T>(text, values)).rows;
  }

  /** Until all that was asked for is planned and every slot has ended. */
  async settled(): Promise<void> {
    await eventually(
      'every slot has ended',
      async () => {
        const [found] = await this.query<{ open: boolean }>(
          `SELECT EXISTS (SELECT 1 FROM period_request WHERE planned_at IS NULL)
             OR EXISTS (SELECT 1 FROM slot WHERE state NOT IN ('delivered', 'nil', 'failed')) AS open`,
        );
        return found?.open === false;
      },
      DEADLINE_MS,
    );
  }

  /** Path below the delivered folder → SHA-256, for whatever lies there, hidden files included. */
  deliveredFiles(): Record<string, string> {
    const entries = readdirSync(this.delivered, { recursive: true, withFileTypes: true });
    return Object.fromEntries(
      entries
        .filter((entry) => entry.isFile())
        .map((entry) => {
          const file = join(entry.parentPath, entry.name);
          const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
          return [relative(this.delivered, file), sha256] as const;
        }),
    );
  }
}
