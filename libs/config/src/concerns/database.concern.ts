import { z } from 'zod';
import { defineConcern } from '../concern';
import { durationOf, flag, integer, optionalUrl, url } from '../variable';

export const databaseConcern = defineConcern({
  variables: z.object({
    DATABASE_URL: url(/^postgres(ql)?$/, 'a postgresql:// URL (`mrr up` and `mrr batch` bring their own)'),
    DATABASE_POOL_SIZE: integer({ min: 1, max: 200, fallback: 10 }),
    DATABASE_NAMED_STATEMENTS: flag(true),
    DATABASE_REPLICA_URL: optionalUrl(/^postgres(ql)?$/, 'the postgresql:// URL of a read replica'),
    DATABASE_REPLICA_MAX_LAG: durationOf('10s'),
  }),
  build: (env) => ({
    url: env.DATABASE_URL,
    poolSize: env.DATABASE_POOL_SIZE,
    namedStatements: env.DATABASE_NAMED_STATEMENTS,
    ...(env.DATABASE_REPLICA_URL === undefined
      ? {}
      : { replica: { url: env.DATABASE_REPLICA_URL, maxLagMs: env.DATABASE_REPLICA_MAX_LAG } }),
  }),
});

export type DatabaseConfig = ReturnType<typeof databaseConcern.build>;
