import { randomBytes } from 'node:crypto';
import { mkdirSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Redis } from 'ioredis';
import { EmbeddedServiceError } from '../embedded-service.error';
import { freePort } from '../free-port';
import { endLeftOvers } from '../left-over-processes';
import { processesWorkingIn } from '../process-inspection';
import { superviseProcess, type SupervisedProcess } from '../supervision/supervise-process';
import type { ProcessExit } from '../supervision/watchdog-protocol';
import { findRedisProgram, type RedisProgram } from './redis-program';
import { redisConfiguration } from './redis-configuration';

export interface EmbeddedRedisOptions {
  /** Folder of the data. */
  readonly dir: string;
  /** Folder where a fetched Redis is kept (default `.mrr/redis` below the current folder). */
  readonly cacheDir?: string;
  /** Where to look for an installed server, in the form of PATH (the default). */
  readonly searchPath?: string;
  /** A free one by default. */
  readonly port?: number;
  /** A random one by default; with `port`, a restart keeps the address. */
  readonly password?: string;
  readonly log?: (line: string) => void;
  /** For data that may be lost with the process: nothing is written to disk. */
  readonly fast?: boolean;
}

export interface EmbeddedRedis {
  /** `redis://:password@127.0.0.1:port` */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Resolves when the server has ended, by itself too. */
  readonly exited: Promise<ProcessExit>;
  /** Saves and shuts down; resolves when no process is left. */
  stop(): Promise<void>;
  /** A crash: SIGKILL. */
  kill9(): Promise<void>;
}

const PORT_ATTEMPTS = 5;

/**
 * Starts a Redis that only this machine can reach and that dies with this program; undefined when no Redis is to be
 * had here (the queue then runs on PostgreSQL).
 *
 * @throws EmbeddedServiceError when it does not come up; ServiceInUseError when another program uses `dir`
 */
export async function startEmbeddedRedis(options: EmbeddedRedisOptions): Promise<EmbeddedRedis | undefined> {
  const dir = resolve(options.dir);
  const cacheDir = resolve(options.cacheDir ?? join('.mrr', 'redis'));
  const program = await findRedisProgram({ ...options, cacheDir });
  if (program === undefined) return undefined;
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const leftOvers = processesWorkingIn(realpathSync(dir));
  const servers = leftOvers.filter(({ command }) => /\b(redis|valkey)-server\b/.test(command));
  await endLeftOvers(dir, servers, 'SIGTERM');
  const password = options.password ?? randomBytes(24).toString('hex');
  const { server, port } = await startServer(program, dir, password, options);
  const url = `redis://:${password}@127.0.0.1:${port}`;
  try {
    await ping(url);
  } catch (error) {
    await server.kill9();
    throw error;
  }
  return {
    url,
    port,
    pid: server.pid,
    exited: server.exited,
    stop: async () => void (await server.stop()),
    kill9: async () => void (await server.kill9()),
  };
}

interface StartedServer {
  readonly server: SupervisedProcess;
  readonly port: number;
}

async function startServer(
  program: RedisProgram,
  dir: string,
  password: string,
  options: EmbeddedRedisOptions,
): Promise<StartedServer> {
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort());
    const configuration = redisConfiguration({ port, dir, password, fast: options.fast ?? false });
    const lines: string[] = [];
    const server = await startWith(program, configuration, options, lines);
    if (server !== undefined) return { server, port };
    // Somebody took the port between our look and the server's.
    const portTaken = lines.some((line) => line.includes('Address already in use'));
    if (!portTaken || options.port !== undefined || attempt === PORT_ATTEMPTS) {
      throw new EmbeddedServiceError(`Redis did not start in ${dir}: ${lines.slice(-10).join('\n')}`);
    }
  }
}

/** Undefined when the server ended before it was ready; `lines` then says why. */
async function startWith(
  program: RedisProgram,
  configuration: string,
  options: EmbeddedRedisOptions,
  lines: string[],
): Promise<SupervisedProcess | undefined> {
  let ready: () => void = () => undefined;
  const readiness = new Promise<true>((done) => (ready = () => done(true)));
  const server = await superviseProcess({
    command: program.command,
    args: ['-'],
    env: program.env,
    stdin: configuration,
    keepAlive: false,
    log: (line) => {
      if (/ready to accept connections/i.test(line)) ready();
      if (lines.length < 1_000) lines.push(line);
      options.log?.(line);
    },
  });
  const outcome = await server.holding(Promise.race([readiness, server.exited]));
  return outcome === true ? server : undefined;
}

async function ping(url: string): Promise<void> {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1 });
  redis.on('error', () => undefined); // the command below reports it
  try {
    await redis.ping();
  } finally {
    redis.disconnect();
  }
}
