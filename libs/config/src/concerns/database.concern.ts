import { z } from 'zod';
import { defineConcern } from '../concern';
import { integer, url } from '../variable';

export const databaseConcern = defineConcern({
  variables: z.object({
    DATABASE_URL: url(/^postgres(ql)?$/, 'a postgresql:// URL (`mrr up` and `mrr batch` bring their own)'),
    DATABASE_POOL_SIZE: integer({ min: 1, max: 200, fallback: 10 }),
  }),
  build: (env) => ({ url: env.DATABASE_URL, poolSize: env.DATABASE_POOL_SIZE }),
});

export type DatabaseConfig = ReturnType<typeof databaseConcern.build>;
