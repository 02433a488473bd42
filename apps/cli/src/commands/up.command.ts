import { Command } from 'commander';
import { loadConfigFrom } from '@app/config';
import type { Pool } from 'pg';
import type { CommandContext, RunCommand } from '../command-context';
import type { Terminal } from '../console/terminal';
import { EXIT_CODE, type ExitCode } from '../exit-code';
import { InterruptedError } from '../interrupted.error';
import { answers } from '../system/answers';
import { checkEnvironment } from '../system/app-environment';
import { homeOf, redisCacheOf } from '../system/home-of';
import { logDirOf, startOwnSystem } from '../system/own-system';
import { portToUse } from '../system/port-to-use';
import { secretsFile, secretsOf } from '../system/secrets';
import { sharePointConfig } from '../system/sharepoint-config';
import { keepPartyFolders, startSimulatedSharePoint } from '../system/simulated-sharepoint';
import { removeUpFile, writeUpFile } from '../system/up-file';
import { waitUntil } from '../system/wait-until';
import { jsonOption } from './json-option';
import { wholeNumber } from './whole-number';

const DEFAULT_INGEST_PORT = 3001;
const DEFAULT_OPERATIONS_PORT = 3000;

export function upCommand(run: RunCommand): Command {
  return new Command('up')
    .description(
      'start everything on this machine and keep it running until Ctrl-C; the data stays in MRR_HOME',
    )
    .option('--workers <n>', 'processes that build reports', wholeNumber('--workers', 1, 64), 1)
    .option('--with-sharepoint-simulator', 'deliver to a simulated SharePoint on this machine', false)
    .addOption(jsonOption('with the addresses, when everything is ready'))
    .action(({ workers, withSharepointSimulator, json }: UpArguments) =>
      run(
        (context) => (withSharepointSimulator ? upWithSimulator(context, workers) : up(context, workers)),
        json,
      ),
    );
}

interface UpArguments {
  readonly workers: number;
  readonly withSharepointSimulator: boolean;
  readonly json: boolean;
}

/** As `up`, with a simulated library whose Party folders are made as the master data names them. */
async function upWithSimulator(context: CommandContext, workers: number): Promise<ExitCode> {
  const { host, terminal } = context;
  const simulator = await startSimulatedSharePoint(host.packageRoot);
  try {
    const env = { ...host.env, ...simulator.env };
    terminal.print(`Simulated SharePoint   ${simulator.graphUrl} (control API ${simulator.controlUrl})`);
    return await up({ ...context, host: { ...host, env } }, workers, (database) =>
      keepPartyFolders(sharePointConfig(env), database),
    );
  } finally {
    simulator.stop();
  }
}

async function up(
  context: CommandContext,
  workers: number,
  accompany: (database: Pool) => () => void = () => () => undefined,
): Promise<ExitCode> {
  const { host, terminal } = context;
  const home = homeOf(host);
  checkEnvironment(host.env, 'services');
  const operationsPort = await portToUse(portOf(host.env['OPERATIONS_PORT'], DEFAULT_OPERATIONS_PORT));
  const secrets = secretsOf(home.homeDir);
  const deliveryFolder = host.env['DELIVERY_FOLDER'] || home.deliveredDir;
  const system = await startOwnSystem(context, {
    homeDir: home.homeDir,
    logDir: logDirOf(home.homeDir),
    deliveryFolder,
    redisCacheDir: redisCacheOf(host),
    isTemporary: false,
    ...loadConfigFrom(host.env, 'services').services,
    secrets,
    calendar: 'on',
    ingestPort: await portToUse(portOf(host.env['INGEST_PORT'], DEFAULT_INGEST_PORT)),
    operationsPort,
    apps: { ingest: 1, 'report-scheduler': 1, 'report-worker': workers, distribution: 1, operations: 1 },
  });
  const endCompany = accompany(system.database);
  try {
    const consoleUrl = `http://127.0.0.1:${operationsPort}`;
    const ready = waitUntil('the apps do not come up', async () => {
      const states = await Promise.all(
        [consoleUrl, system.ingest.url].map((url) => answers(`${url}/health/live`)),
      );
      return { isDone: states.every(Boolean), state: String(states) };
    });
    await Promise.race([ready.done, system.broken]).finally(() => ready.stop());
    const { url: ingestUrl, token: ingestToken } = system.ingest;
    const { databaseUrl, redisUrl } = system.services;
    writeUpFile(home.homeDir, { pid: process.pid, databaseUrl, redisUrl, ingestUrl, ingestToken });
    tellAddresses(terminal, {
      console: `${consoleUrl}/`,
      api: `${consoleUrl}/openapi.json`,
      queues: `${consoleUrl}/queues`,
      ingest: `${ingestUrl}/v1/files/`,
      inbox: home.inboxDir,
      delivered: deliveryFolder,
      logs: logDirOf(home.homeDir),
      tokens: secretsFile(home.homeDir),
    });
    return await system.broken;
  } catch (error) {
    if (error instanceof InterruptedError) return EXIT_CODE.ok;
    throw error;
  } finally {
    endCompany();
    removeUpFile(home.homeDir);
    terminal.tell('Stopping …');
    await system.stop();
  }
}

function portOf(chosen: string | undefined, fallback: number): number {
  return chosen?.trim() ? Number(chosen) : fallback;
}

interface Addresses {
  readonly console: string;
  readonly api: string;
  readonly queues: string;
  readonly ingest: string;
  readonly inbox: string;
  readonly delivered: string;
  readonly logs: string;
  readonly tokens: string;
}

function tellAddresses(terminal: Terminal, addresses: Addresses): void {
  const lines = [
    ['Console', addresses.console],
    ['API', addresses.api],
    ['Queues (Bull Board)', addresses.queues],
    ['Uploads', addresses.ingest],
    ['Inbox folder', addresses.inbox],
    ['Delivered reports', addresses.delivered],
    ['Logs', addresses.logs],
    ['Tokens', `${addresses.tokens} (operationsApiToken, ingestApiToken), unless the environment sets them`],
  ];
  terminal.print(lines.map(([name = '', value = '']) => `${name.padEnd(20)} ${value}`).join('\n'));
  terminal.print('Ctrl-C stops everything.');
  terminal.printJson(addresses);
}
