import { z } from 'zod';
import { defineConcern, missingBecause } from '../concern';
import { choice, nodeList, optionalText, optionalUrl, type NodeAddress } from '../variable';

/** How several Redis servers make one; absent: a single server. */
export type RedisTopology =
  | { kind: 'cluster'; nodes: NodeAddress[] }
  | { kind: 'sentinel'; nodes: NodeAddress[]; masterName: string; sentinelPassword?: string };

/**
 * Which Redis. `url` carries user, password, TLS and, of a cluster, one node, under Sentinel one sentinel; the nodes of
 * the topology include it.
 */
export interface RedisPlace {
  url: string;
  topology?: RedisTopology;
}

/** Where the queues live. The database form is the last resort of one machine on which no Redis can be had. */
export type QueueConfig =
  ({ backend: 'redis'; prefix: string } & RedisPlace) | { backend: 'postgres'; url: string; schema: string };

function topologyOf(env: {
  REDIS_URL?: string | undefined;
  REDIS_TOPOLOGY: 'single' | 'cluster' | 'sentinel';
  REDIS_NODES: NodeAddress[];
  REDIS_SENTINEL_MASTER?: string | undefined;
  REDIS_SENTINEL_PASSWORD?: string | undefined;
}): { topology?: RedisTopology } {
  if (env.REDIS_TOPOLOGY === 'single' || env.REDIS_URL === undefined) return {};
  const { hostname, port } = new URL(env.REDIS_URL);
  const nodes = [{ host: hostname, port: Number(port || 6379) }, ...env.REDIS_NODES];
  if (env.REDIS_TOPOLOGY === 'cluster') return { topology: { kind: 'cluster', nodes } };
  const password = env.REDIS_SENTINEL_PASSWORD;
  return {
    topology: {
      kind: 'sentinel',
      nodes,
      masterName: env.REDIS_SENTINEL_MASTER ?? '',
      ...(password === undefined ? {} : { sentinelPassword: password }),
    },
  };
}

export const queueConcern = defineConcern({
  variables: z.object({
    QUEUE_BACKEND: choice(['redis', 'postgres'], 'redis'),
    REDIS_URL: optionalUrl(
      /^rediss?$/,
      'a redis:// or rediss:// URL (`mrr up` and `mrr batch` bring their own)',
    ),
    REDIS_TOPOLOGY: choice(['single', 'cluster', 'sentinel'], 'single'),
    REDIS_NODES: nodeList(),
    REDIS_SENTINEL_MASTER: optionalText('the name under which the sentinels know the master'),
    REDIS_SENTINEL_PASSWORD: optionalText('the password of the sentinels', { secret: true }),
    DATABASE_URL: optionalUrl(/^postgres(ql)?$/, 'a postgresql:// URL'),
    // The braces make every key of all queues fall into one slot of a Redis Cluster.
    QUEUE_PREFIX: z
      .string()
      .regex(/^\{[a-z0-9-]+\}$/i)
      .default('{mrr}')
      .meta({ expected: 'a name in braces such as {mrr}' }),
    QUEUE_SCHEMA: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,62}$/)
      .default('mrr_queue')
      .meta({ expected: 'a PostgreSQL schema name such as mrr_queue' }),
  }),
  rules: (raw) => {
    const postgres = raw['QUEUE_BACKEND'] === 'postgres';
    const needed = postgres ? 'DATABASE_URL' : 'REDIS_URL';
    const mistakes = raw[needed] ? [] : [missingBecause(needed, `the queues live there (QUEUE_BACKEND)`)];
    if (raw['REDIS_TOPOLOGY'] === 'sentinel' && !raw['REDIS_SENTINEL_MASTER']) {
      mistakes.push(missingBecause('REDIS_SENTINEL_MASTER', 'REDIS_TOPOLOGY is sentinel'));
    }
    return mistakes;
  },
  build: (env): QueueConfig =>
    env.QUEUE_BACKEND === 'postgres'
      ? { backend: 'postgres', url: env.DATABASE_URL ?? '', schema: env.QUEUE_SCHEMA }
      : { backend: 'redis', url: env.REDIS_URL ?? '', prefix: env.QUEUE_PREFIX, ...topologyOf(env) },
});
