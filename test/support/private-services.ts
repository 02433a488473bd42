import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startEmbeddedPostgres, startEmbeddedRedis } from '@app/embedded';
import { runMigrations } from '@app/database';

/** A server of one test alone, to stop and start again under the same address. */
export interface PrivateService {
  readonly url: string;
  down(): Promise<void>;
  up(): Promise<void>;
  /** Ends it and removes its data. */
  remove(): Promise<void>;
}

const REDIS_CACHE = join(__dirname, '..', '..', '.mrr', 'redis');

export async function privateRedis(): Promise<PrivateService> {
  const dir = mkdtempSync(join(tmpdir(), 'mrr-test-redis-'));
  const options = {
    dir,
    cacheDir: REDIS_CACHE,
    fast: true,
    port: await freePort(),
    password: 'of-this-test',
  };
  return privateService(dir, async () => {
    const redis = await startEmbeddedRedis(options);
    if (!redis) throw new Error('No Redis on this machine: install redis-server to run these tests');
    return redis;
  });
}

/** With the product's schema. */
export async function privatePostgres(): Promise<PrivateService> {
  const dir = mkdtempSync(join(tmpdir(), 'mrr-test-postgres-'));
  // `fast` would leave out what makes a database come back after it was ended.
  const options = { dataDir: join(dir, 'data'), port: await freePort() };
  const service = await privateService(dir, () => startEmbeddedPostgres(options));
  await runMigrations(service.url);
  return service;
}

async function privateService(
  dir: string,
  start: () => Promise<{ url: string; kill9(): Promise<void> }>,
): Promise<PrivateService> {
  let server = await start();
  const { url } = server;
  return {
    url,
    down: () => server.kill9(),
    up: async () => {
      server = await start();
    },
    remove: async () => {
      await server.kill9();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
