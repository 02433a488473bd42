import { type ConcernName, loadConfigFrom } from '@app/config';
import { UsageError } from '../usage.error';
import type { Secrets } from './secrets';
import type { Services } from './services';

export interface AppSettings {
  readonly services: Pick<Services, 'databaseUrl' | 'redisUrl'>;
  readonly secrets: Secrets;
  readonly homeDir: string;
  readonly deliveryFolder: string;
  readonly queuePrefix: string;
  readonly ingestPort: number;
  readonly operationsPort: number;
  /** `off`: only the periods that are asked for are planned. */
  readonly calendar: 'on' | 'off';
}

/** What makes a batch quick; each may be set otherwise by the user. */
const QUICK_DEFAULTS = { SCHEDULER_POLL_INTERVAL: '250ms', RECONCILE_INTERVAL: '5s' };

const ALL_CONCERNS: ConcernName[] = [
  'database',
  'delivery',
  'home',
  'ingest',
  'observability',
  'operations',
  'queue',
  'report',
  'scheduler',
  'worker',
];

/**
 * The environment of the apps: what the user has set, over it what this command decides.
 *
 * @throws UsageError with every mistake in the user's settings, before any app stumbles over it
 */
export function appEnvironment(user: NodeJS.ProcessEnv, settings: AppSettings): NodeJS.ProcessEnv {
  const { services, secrets, calendar } = settings;
  const env = {
    ...(calendar === 'off' ? QUICK_DEFAULTS : {}),
    TIE_BREAK_KEY: secrets.tieBreakKey,
    INGEST_API_TOKEN: secrets.ingestApiToken,
    OPERATIONS_API_TOKEN: secrets.operationsApiToken,
    ...withoutEmptyValues(user),
    DATABASE_URL: services.databaseUrl,
    REDIS_URL: services.redisUrl ?? '',
    QUEUE_BACKEND: services.redisUrl === undefined ? 'postgres' : 'redis',
    QUEUE_PREFIX: settings.queuePrefix,
    MRR_HOME: settings.homeDir,
    DELIVERY_FOLDER: settings.deliveryFolder,
    INGEST_HOST: '127.0.0.1',
    INGEST_PORT: String(settings.ingestPort),
    OPERATIONS_HOST: '127.0.0.1',
    OPERATIONS_PORT: String(settings.operationsPort),
    SCHEDULER_CALENDAR: calendar,
    LOG_FORMAT: 'json',
    HEALTH_PORT: '', // one port cannot serve all processes of one machine
  };
  checkEnvironment(env, ...ALL_CONCERNS);
  return env;
}

/** @throws UsageError with every mistake */
export function checkEnvironment(env: NodeJS.ProcessEnv, ...concerns: ConcernName[]): void {
  try {
    loadConfigFrom(env, ...concerns);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** `NAME=` means "not set", and must not hide a default. */
function withoutEmptyValues(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim() !== ''));
}
