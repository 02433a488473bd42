import { readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { type EmbeddedRedis, freePort, startEmbeddedRedis } from '@app/embedded';
import { Redis } from 'ioredis';

/** What a Redis that was killed finds when it starts again. */
export type RedisData = 'kept' | 'lost' | 'cut short';

const PASSWORD = 'only-for-this-run';

/** A Redis with an append-only file, as `mrr up` runs it, that can crash and come back on the same port. */
export class RedisServer {
  #running: EmbeddedRedis | undefined;

  private constructor(
    private readonly dir: string,
    private readonly cacheDir: string,
    private readonly port: number,
  ) {}

  static async start(home: string, cacheDir: string): Promise<RedisServer> {
    const server = new RedisServer(join(home, 'redis-data'), cacheDir, await freePort());
    await server.start();
    return server;
  }

  get url(): string {
    return `redis://:${PASSWORD}@127.0.0.1:${this.port}`;
  }

  get pid(): number {
    return this.#running?.pid ?? 0;
  }

  async start(): Promise<void> {
    const { dir, cacheDir, port } = this;
    this.#running = await startEmbeddedRedis({ dir, cacheDir, port, password: PASSWORD });
    if (!this.#running) throw new Error('No Redis is to be had on this machine: install redis-server');
  }

  async crash(): Promise<void> {
    await this.#running?.kill9();
  }

  /** Between a crash and the next start. */
  damage(data: RedisData, cutBytes: number): void {
    if (data === 'lost') rmSync(this.dir, { recursive: true, force: true });
    if (data !== 'cut short') return;
    const file = this.#newestLog();
    if (file !== undefined) truncateSync(file, Math.max(0, statSync(file).size - cutBytes));
  }

  async flushAll(): Promise<void> {
    const redis = new Redis(this.url, { lazyConnect: true, maxRetriesPerRequest: 1 });
    redis.on('error', () => undefined);
    try {
      await redis.flushall();
    } finally {
      redis.disconnect();
    }
  }

  async stop(): Promise<void> {
    await this.#running?.kill9();
  }

  #newestLog(): string | undefined {
    const folder = join(this.dir, 'appendonlydir');
    const names = readdirSync(folder).filter((name) => name.endsWith('.incr.aof'));
    return names
      .map((name) => join(folder, name))
      .toSorted((a, b) => statSync(a).mtimeMs - statSync(b).mtimeMs)
      .at(-1);
  }
}
