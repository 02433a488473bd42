import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@app/embedded';
import { TcpProxy } from '../../support/tcp-proxy';
import type { History } from '../history';
import { AppProcess, type AppName } from './app-process';
import { ArchiveDisk } from './archive-disk';
import { Drive } from './drive';
import { PostgresServer } from './postgres-server';
import { RedisServer } from './redis-server';

/** How many processes of each app. */
export type AppCounts = Record<AppName, number>;

export interface ChaosSystemOptions {
  readonly packageRoot: string;
  readonly home: string;
  /** See `createPostgresTemplate`. */
  readonly template: string;
  readonly apps: AppCounts;
  readonly history: History;
  /** Of the file system for the archive; by default so small that it is soon filled up. */
  readonly archiveMb?: number;
  /** Told when an app does not stay alive. */
  readonly onGiveUp: (message: string) => void;
}

/** An app process with the two lines that connect it to the rest. */
export interface ConnectedApp {
  readonly process: AppProcess;
  readonly lines: Readonly<Record<'postgres' | 'redis', TcpProxy>>;
  /** Of an ingest app. */
  readonly uploadUrl: string | undefined;
}

const UPLOAD_TOKEN = 'token-of-this-run-only';
const SMALL_ARCHIVE_MB = 48;
const REDIS_CACHE = join('.mrr', 'redis');

/** Real services and real processes, private to one run. */
export class ChaosSystem {
  private constructor(
    readonly home: string,
    readonly postgres: PostgresServer,
    readonly redis: RedisServer,
    readonly drive: Drive,
    readonly disk: ArchiveDisk,
    readonly apps: readonly ConnectedApp[],
  ) {}

  static async start(options: ChaosSystemOptions): Promise<ChaosSystem> {
    const { packageRoot, home, template, archiveMb = SMALL_ARCHIVE_MB } = options;
    mkdirSync(join(home, 'logs'), { recursive: true });
    mkdirSync(join(home, 'inbox'), { recursive: true });
    const disk = ArchiveDisk.mountAt(join(home, 'archive'), archiveMb);
    const [postgres, redis, drive] = await Promise.all([
      PostgresServer.start(template, home),
      RedisServer.start(home, join(packageRoot, REDIS_CACHE)),
      Drive.start(join(packageRoot, 'dist/libs/testing/src/graph-simulator/graph-simulator.main.js')),
    ]);
    const apps: ConnectedApp[] = [];
    const system = new ChaosSystem(home, postgres, redis, drive, disk, apps);
    for (const [app, count] of Object.entries(options.apps) as [AppName, number][]) {
      for (let number = 1; number <= count; number++) {
        apps.push(await connectedApp(system, options, app, `${app}-${number}`));
      }
    }
    return system;
  }

  get inboxDir(): string {
    return join(this.home, 'inbox');
  }

  get uploadToken(): string {
    return UPLOAD_TOKEN;
  }

  async startApps(): Promise<void> {
    await Promise.all(this.apps.map(({ process }) => process.start()));
  }

  async stop(): Promise<void> {
    await Promise.all(this.apps.map(({ process }) => process.stop()));
    for (const { lines } of this.apps) await Promise.all([lines.postgres.down(), lines.redis.down()]);
    await Promise.all([this.postgres.stop(), this.redis.stop(), this.drive.stop()]);
    this.disk.unmount();
  }
}

async function connectedApp(
  { home, postgres, redis, drive }: ChaosSystem,
  { packageRoot, history, onGiveUp }: ChaosSystemOptions,
  app: AppName,
  name: string,
): Promise<ConnectedApp> {
  const lines = { postgres: await TcpProxy.before(postgres.url), redis: await TcpProxy.before(redis.url) };
  const port = app === 'ingest' ? await freePort() : 3001;
  const env = {
    PATH: process.env['PATH'],
    ...drive.env,
    DATABASE_URL: lines.postgres.url,
    REDIS_URL: lines.redis.url,
    MRR_HOME: home,
    INGEST_PORT: String(port),
    INGEST_API_TOKEN: UPLOAD_TOKEN,
    TIE_BREAK_KEY: 'tie-break-key-of-this-run',
    INBOX_POLL_INTERVAL: '500ms',
    SCHEDULER_CALENDAR: 'off',
    SCHEDULER_POLL_INTERVAL: '250ms',
    RECONCILE_INTERVAL: '5s',
    LOG_FORMAT: 'json',
  };
  const process_ = new AppProcess({
    app,
    name,
    script: join(packageRoot, 'dist', 'apps', app, 'src', 'main.js'),
    env,
    logFile: join(home, 'logs', `${name}.log`),
    clockFile: join(home, `${name}.clock`),
    clockScript: join(__dirname, 'process-clock.js'),
    onUnplannedEnd: (message) => history.tell('unplanned end', name, message),
    onGiveUp: (message) => onGiveUp(message),
  });
  return { process: process_, lines, uploadUrl: app === 'ingest' ? `http://127.0.0.1:${port}` : undefined };
}
