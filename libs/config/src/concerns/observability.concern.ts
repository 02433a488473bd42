import { z } from 'zod';
import { defineConcern } from '../concern';
import { choice, optionalPort, text } from '../variable';

export const observabilityConcern = defineConcern({
  variables: z.object({
    LOG_LEVEL: choice(['error', 'warn', 'log', 'debug', 'verbose'], 'log'),
    // auto: plain lines in a terminal, JSON otherwise.
    LOG_FORMAT: choice(['auto', 'json', 'plain'], 'auto'),
    HEALTH_HOST: text('an address').default('0.0.0.0').meta({ expected: 'an address to listen on' }),
    // Not set: the app answers no probes. Several processes on one machine need different ports.
    HEALTH_PORT: optionalPort(),
  }),
  build: (env) => ({
    logLevel: env.LOG_LEVEL,
    logFormat: env.LOG_FORMAT,
    healthHost: env.HEALTH_HOST,
    healthPort: env.HEALTH_PORT,
  }),
});

export type ObservabilityConfig = ReturnType<typeof observabilityConcern.build>;
