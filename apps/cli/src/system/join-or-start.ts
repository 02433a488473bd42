import { freePort } from '@app/embedded';
import { loadConfigFrom } from '@app/config';
import type { CommandContext } from '../command-context';
import { checkEnvironment } from './app-environment';
import type { AppName } from './app-group';
import { homeOf, redisCacheOf } from './home-of';
import { logDirOf, startOwnSystem } from './own-system';
import { connectTo, interruption, type RunningSystem } from './running-system';
import { secretsOf } from './secrets';
import { runningUp } from './up-file';

/**
 * The system to work with: the one that `mrr up` runs on this home; else, with DATABASE_URL, the one that works on that
 * database; else the embedded services of this home, with the apps that the command needs, for as long as it runs.
 */
export async function joinOrStart(
  context: CommandContext,
  apps: Partial<Record<AppName, number>>,
): Promise<RunningSystem> {
  const { host, signal } = context;
  const home = homeOf(host);
  const up = await runningUp(home.homeDir);
  if (up !== undefined) {
    return joined(up.databaseUrl, { url: up.ingestUrl, token: up.ingestToken }, signal);
  }
  checkEnvironment(host.env, 'services');
  const { databaseUrl, redisUrl } = loadConfigFrom(host.env, 'services').services;
  if (databaseUrl !== undefined) return joined(databaseUrl, ingestOf(context, apps), signal);
  return startOwnSystem(context, {
    homeDir: home.homeDir,
    logDir: logDirOf(home.homeDir),
    deliveryFolder: host.env['DELIVERY_FOLDER'] || home.deliveredDir,
    redisCacheDir: redisCacheOf(host),
    isTemporary: false,
    databaseUrl,
    redisUrl,
    secrets: secretsOf(home.homeDir),
    calendar: 'off',
    ingestPort: await freePort(),
    operationsPort: await freePort(),
    apps,
  });
}

function joined(databaseUrl: string, ingest: RunningSystem['ingest'], signal: AbortSignal): RunningSystem {
  const database = connectTo(databaseUrl);
  return { database, ingest, broken: interruption(signal), stop: () => database.end() };
}

/** Where the ingest app of somebody else's installation listens: the variables are its own. */
function ingestOf({ host }: CommandContext, apps: Partial<Record<AppName, number>>): RunningSystem['ingest'] {
  if (apps.ingest === undefined) return { url: '', token: '' };
  checkEnvironment(host.env, 'ingest');
  const { ingest } = loadConfigFrom(host.env, 'ingest');
  return { url: `http://${ingest.host}:${ingest.port}`, token: ingest.apiToken };
}
