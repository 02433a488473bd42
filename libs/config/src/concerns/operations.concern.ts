import { z } from 'zod';
import { defineConcern } from '../concern';
import { port, text } from '../variable';

export const operationsConcern = defineConcern({
  variables: z.object({
    OPERATIONS_HOST: text('an address').default('127.0.0.1').meta({ expected: 'an address to listen on' }),
    OPERATIONS_PORT: port(3000),
    OPERATIONS_API_TOKEN: text('at least 16 characters that an operator signs in with', {
      secret: true,
      minLength: 16,
    }),
  }),
  build: (env) => ({
    host: env.OPERATIONS_HOST,
    port: env.OPERATIONS_PORT,
    apiToken: env.OPERATIONS_API_TOKEN,
  }),
});

export type OperationsConfig = ReturnType<typeof operationsConcern.build>;
