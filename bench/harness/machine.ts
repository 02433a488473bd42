import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { Bench } from './bench';
import { withClient } from './with-client';

const PACKAGES = [
  'bullmq',
  'pg',
  'pg-copy-streams',
  'pg-query-stream',
  'csv-stringify',
  'fast-csv',
  'typeorm',
  'saxes',
];

/** Where and with what the figures were measured. */
export async function describeMachine(bench: Bench): Promise<Record<string, unknown>> {
  const postgres = await withClient(bench.urlOf('postgres'), async (client) => {
    const { rows } = await client.query<{ name: string; setting: string }>(
      `SELECT name, current_setting(name) AS setting FROM pg_settings WHERE source = 'command line' ORDER BY name`,
    );
    const { rows: version } = await client.query<{ version: string }>('SHOW server_version');
    return {
      version: version[0]?.version,
      settings: Object.fromEntries(rows.map(({ name, setting }) => [name, setting])),
    };
  });
  return {
    processors: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    loadAverage: loadavg(),
    node: process.version,
    postgres,
    redis: await redisVersion(bench.redisUrl),
    packages: Object.fromEntries(
      PACKAGES.map((name) => [name, packageVersion(bench.options.packageRoot, name)]),
    ),
  };
}

async function redisVersion(url: string): Promise<string | undefined> {
  const redis = new Redis(url);
  try {
    return /redis_version:(\S+)/.exec(await redis.info('server'))?.[1];
  } finally {
    redis.disconnect();
  }
}

function packageVersion(root: string, name: string): string {
  const file = join(root, 'node_modules', name, 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
