import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findRedisProgram, freePort, superviseProcess, type SupervisedProcess } from '@app/embedded';
import { Redis } from 'ioredis';

/** A cluster's servers talk to each other at this distance from the port of their clients. */
const BUS_DISTANCE = 10_000;
const HIGHEST_PORT = 65_535;

export interface RedisServer {
  readonly port: number;
  readonly process: SupervisedProcess;
  /** A connection past every topology. */
  call(...command: [string, ...(string | number)[]]): Promise<unknown>;
}

/** Bare Redis servers on loopback for tests of a topology; each dies with the test. */
export class RedisServers {
  private readonly servers: RedisServer[] = [];

  private constructor(private readonly dir: string) {}

  static async create(): Promise<RedisServers> {
    return new RedisServers(await mkdtemp(join(tmpdir(), 'redis-servers-')));
  }

  /** @throws Error when the machine has no Redis to start */
  async start(directives: readonly string[], options: { sentinel?: boolean } = {}): Promise<RedisServer> {
    const program = await findRedisProgram({ cacheDir: resolve('.mrr', 'redis') });
    if (program === undefined)
      throw new Error('No Redis on this machine: install redis-server to run these tests');
    const port = await portWithBus();
    const dir = join(this.dir, String(port));
    await mkdir(dir, { recursive: true });
    const file = join(dir, 'server.conf'); // a sentinel rewrites its own file
    const lines = ['bind 127.0.0.1', `port ${port}`, `dir ${dir}`, 'save ""', ...directives];
    await writeFile(file, `${lines.join('\n')}\n`);
    const process = await superviseProcess({
      command: program.command,
      args: [file, ...(options.sentinel ? ['--sentinel'] : [])],
      env: program.env,
      keepAlive: false,
      output: 'discard',
    });
    const server = { port, process, call: callerOf(port) };
    this.servers.push(server);
    return server;
  }

  async stopAll(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.process.kill9()));
    await rm(this.dir, { recursive: true, force: true });
  }
}

async function portWithBus(): Promise<number> {
  for (;;) {
    const port = await freePort();
    if (port + BUS_DISTANCE <= HIGHEST_PORT) return port;
  }
}

function callerOf(port: number): RedisServer['call'] {
  return async (command, ...args) => {
    const redis = new Redis({ host: '127.0.0.1', port, lazyConnect: true, maxRetriesPerRequest: 20 });
    redis.on('error', () => undefined); // the command reports it
    try {
      return await redis.call(command, ...args);
    } finally {
      redis.disconnect();
    }
  };
}
