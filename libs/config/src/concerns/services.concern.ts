import { z } from 'zod';
import { defineConcern } from '../concern';
import { intervalOf, optionalUrl } from '../variable';

/** For the CLI alone: a service that is not named here is started embedded. */
export const servicesConcern = defineConcern({
  variables: z.object({
    DATABASE_URL: optionalUrl(/^postgres(ql)?$/, 'a postgresql:// URL, or nothing for an embedded one'),
    REDIS_URL: optionalUrl(/^rediss?$/, 'a redis:// or rediss:// URL, or nothing for an embedded one'),
    BATCH_DELIVERY_PATIENCE: intervalOf('5m'),
  }),
  build: (env) => ({
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL,
    /** How long a batch waits for a destination that takes nothing. */
    deliveryPatienceMs: env.BATCH_DELIVERY_PATIENCE,
  }),
});

export type ServicesConfig = ReturnType<typeof servicesConcern.build>;
