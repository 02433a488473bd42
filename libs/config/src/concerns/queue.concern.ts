import { z } from 'zod';
import { defineConcern, missingBecause } from '../concern';
import { choice, optionalUrl } from '../variable';

/** Where the queues live. The database form is the last resort of one machine on which no Redis can be had. */
export type QueueConfig =
  { backend: 'redis'; url: string; prefix: string } | { backend: 'postgres'; url: string; schema: string };

export const queueConcern = defineConcern({
  variables: z.object({
    QUEUE_BACKEND: choice(['redis', 'postgres'], 'redis'),
    REDIS_URL: optionalUrl(
      /^rediss?$/,
      'a redis:// or rediss:// URL (`mrr up` and `mrr batch` bring their own)',
    ),
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
    return raw[needed] ? [] : [missingBecause(needed, `the queues live there (QUEUE_BACKEND)`)];
  },
  build: (env): QueueConfig =>
    env.QUEUE_BACKEND === 'postgres'
      ? { backend: 'postgres', url: env.DATABASE_URL ?? '', schema: env.QUEUE_SCHEMA }
      : { backend: 'redis', url: env.REDIS_URL ?? '', prefix: env.QUEUE_PREFIX },
});
