import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NODE_FLAGS, superviseProcess, type SupervisedProcess } from '@app/embedded';
import type { AppName } from '../../apps/cli/src/system/app-group';
import { appEnvironment } from '../../apps/cli/src/system/app-environment';
import { randomSecrets, type Secrets } from '../../apps/cli/src/system/secrets';
import type { Bench } from './bench';

export interface Installation {
  readonly databaseUrl: string;
  /** Holds archive, delivered files and logs. */
  readonly homeDir: string;
  readonly queuePrefix: string;
  readonly secrets: Secrets;
  readonly ingestPort: number;
  readonly operationsPort: number;
  readonly env: NodeJS.ProcessEnv;
}

/** Settings of one installation as `mrr batch` gives them to its apps; `changes` for what a measure varies. */
export function installationOn(
  bench: Bench,
  database: string,
  changes: Partial<Record<string, string>> = {},
): Installation {
  const secrets = randomSecrets();
  const settings = {
    services: { databaseUrl: bench.urlOf(database), redisUrl: bench.redisUrl },
    secrets,
    homeDir: join(bench.folder, 'homes', database),
    deliveryFolder: join(bench.folder, 'homes', database, 'delivered'),
    queuePrefix: `{${database.replaceAll('_', '-')}}`,
    ingestPort: 7461,
    operationsPort: 7462,
    calendar: 'off' as const,
  };
  const env = appEnvironment({ PATH: process.env['PATH'], ...changes }, settings);
  return { ...settings, databaseUrl: settings.services.databaseUrl, env };
}

/** One process of the product. */
export class App {
  private constructor(private readonly child: SupervisedProcess) {}

  static async start(bench: Bench, installation: Installation, name: AppName): Promise<App> {
    const { packageRoot } = bench.options;
    return new App(
      await superviseProcess({
        command: process.execPath,
        args: [
          ...NODE_FLAGS,
          ...(bench.options.isProfiled ? ['--cpu-prof', `--cpu-prof-dir=${bench.profiles}`] : []),
          join(packageRoot, 'dist', 'apps', name, 'src', 'main.js'),
        ],
        env: installation.env,
        output: { file: join(bench.folder, `${name}.log`) },
        stopTimeoutMs: 20_000,
        keepAlive: false,
      }),
    );
  }

  /** The most memory that the process ever had resident, in MB (2^20 bytes). */
  peakMemory(): number {
    const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024;
  }

  async stop(): Promise<void> {
    await this.child.stop();
  }
}
