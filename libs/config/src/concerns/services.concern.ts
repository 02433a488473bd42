import { z } from 'zod';
import { defineConcern } from '../concern';
import { optionalUrl } from '../variable';

/** For the CLI alone: a service that is not named here is started embedded. */
export const servicesConcern = defineConcern({
  variables: z.object({
    DATABASE_URL: optionalUrl(/^postgres(ql)?$/, 'a postgresql:// URL, or nothing for an embedded one'),
    REDIS_URL: optionalUrl(/^rediss?$/, 'a redis:// or rediss:// URL, or nothing for an embedded one'),
  }),
  build: (env) => ({ databaseUrl: env.DATABASE_URL, redisUrl: env.REDIS_URL }),
});

export type ServicesConfig = ReturnType<typeof servicesConcern.build>;
