import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { loadConfigFrom } from '@app/config';
import type { CommandContext } from '../command-context';
import { InterruptedError } from '../interrupted.error';
import { appEnvironment } from './app-environment';
import { AppGroup, type AppName } from './app-group';
import { forgetQueues } from './forget-queues';
import { connectTo, interruption, type RunningSystem } from './running-system';
import type { Secrets } from './secrets';
import { startServices, type Services } from './services';

export interface OwnSystemOptions {
  readonly homeDir: string;
  readonly logDir: string;
  readonly deliveryFolder: string;
  readonly redisCacheDir: string;
  /** Fresh services whose data is thrown away at the end. */
  readonly isTemporary: boolean;
  readonly databaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
  readonly secrets: Secrets;
  readonly calendar: 'on' | 'off';
  readonly ingestPort: number;
  readonly operationsPort: number;
  readonly apps: Partial<Record<AppName, number>>;
}

export interface OwnSystem extends RunningSystem {
  readonly services: Services;
  /** What the apps were given. */
  readonly env: NodeJS.ProcessEnv;
}

/** Starts services and apps, in that order; when something fails, what was started is stopped before the error is thrown. */
export async function startOwnSystem(context: CommandContext, options: OwnSystemOptions): Promise<OwnSystem> {
  const { host, terminal, signal } = context;
  // Told before anything is started, and again with the true addresses below.
  environmentOf(context, options, {
    databaseUrl: 'postgresql://localhost/none',
    redisUrl: 'redis://localhost',
  });
  await mkdir(options.homeDir, { recursive: true, mode: 0o700 });
  const services = await startServices({ ...options, fast: options.isTemporary });
  if (services.notice !== undefined) terminal.warn(services.notice);
  const env = environmentOf(context, options, services);
  const apps = new AppGroup({
    packageRoot: host.packageRoot,
    env,
    logDir: options.logDir,
    apps: options.apps,
    warn: (message) => terminal.warn(`Notice: ${message}.`),
  });
  const database = connectTo(services.databaseUrl);
  const stop = async (): Promise<void> => {
    await apps.stop();
    await database.end();
    if (options.isTemporary && options.redisUrl !== undefined) {
      await forgetQueues(loadConfigFrom(env, 'queue').queue).catch(() => undefined); // a few keys stay
    }
    await services.stop();
  };
  try {
    // Only now, because `--help` and wrong usage need not wait for all that it brings with it.
    const { runMigrations } = await import('./migrations.js');
    await runMigrations(services.databaseUrl);
    if (signal.aborted) throw new InterruptedError();
    await apps.start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    database,
    services,
    env,
    ingest: { url: `http://127.0.0.1:${options.ingestPort}`, token: env['INGEST_API_TOKEN'] ?? '' },
    broken: unhandledLater(Promise.race([apps.failed, services.failed, interruption(signal)])),
    stop,
  };
}

function environmentOf(
  { host }: CommandContext,
  options: OwnSystemOptions,
  services: Pick<Services, 'databaseUrl' | 'redisUrl'>,
): NodeJS.ProcessEnv {
  return appEnvironment(host.env, {
    ...options,
    services,
    // A durable home keeps its queues; a fresh database must not meet the jobs of another one on the user's Redis.
    queuePrefix: options.isTemporary
      ? `{mrr-${randomBytes(6).toString('hex')}}`
      : host.env['QUEUE_PREFIX'] || '{mrr}',
  });
}

/** Somebody waits for it while there is work; in between it must not count as an unhandled rejection. */
function unhandledLater(promise: Promise<never>): Promise<never> {
  promise.catch(() => undefined);
  return promise;
}

/** Log folder below a home. */
export function logDirOf(homeDir: string): string {
  return join(homeDir, 'logs');
}
