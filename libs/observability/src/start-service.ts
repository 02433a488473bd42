import type { DynamicModule, INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { ObservabilityConfig } from '@app/config';
import { InvalidConfigError, loadConfig } from '@app/config';
import { armFailpoints } from '@app/failpoints';
import { startTracing } from './tracing/start-tracing';
import { ServiceLogger } from './service-logger';
import { boundShutdown, endConnectionsOnShutdown } from './shutdown';

export interface ServiceOptions {
  /** As in `apps/`. */
  readonly name: string;
  readonly module: DynamicModule;
  readonly observability: ObservabilityConfig;
  /** Absent: the service listens only if HEALTH_PORT asks for probes. */
  readonly listen?: { readonly host: string; readonly port: number };
  /** Called before the service listens, e.g. for middleware. */
  readonly prepare?: (app: INestApplication) => void;
}

/**
 * Runs one service until SIGTERM or SIGINT, which drain it. A mistake in the configuration, or a dependency that is
 * missing at start, ends the process with exit code 1 and says what to do.
 */
export function runService(configure: () => ServiceOptions): void {
  start(configure).catch((error: unknown) => {
    process.stderr.write(`${error instanceof InvalidConfigError ? error.message : describe(error)}\n`);
    process.exit(1);
  });
}

async function start(configure: () => ServiceOptions): Promise<void> {
  const { name, module, observability, listen, prepare } = configure();
  const { failpoints, worker } = loadConfig('failpoints', 'worker');
  armFailpoints(failpoints);
  if (observability.tracing) await startTracing(name, observability.tracing);
  const app = await NestFactory.create(module, {
    logger: new ServiceLogger(name, observability),
    bodyParser: false, // uploads are streamed; whoever needs JSON says so
    abortOnError: false,
  });
  app.enableShutdownHooks();
  boundShutdown(worker.drainTimeoutMs);
  endConnectionsOnShutdown(app);
  prepare?.(app);
  const probes = observability.healthPort && {
    host: observability.healthHost,
    port: observability.healthPort,
  };
  const address = listen ?? probes;
  await (address ? app.listen(address.port, address.host) : app.init());
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
