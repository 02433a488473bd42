import { z } from 'zod';
import { defineConcern } from '../concern';
import { choice, optionalPort, optionalUrl, text } from '../variable';

export const observabilityConcern = defineConcern({
  variables: z.object({
    LOG_LEVEL: choice(['error', 'warn', 'log', 'debug', 'verbose'], 'log'),
    // auto: plain lines in a terminal, JSON otherwise.
    LOG_FORMAT: choice(['auto', 'json', 'plain'], 'auto'),
    HEALTH_HOST: text('an address').default('0.0.0.0').meta({ expected: 'an address to listen on' }),
    // Not set: the app answers no probes. Several processes on one machine need different ports.
    HEALTH_PORT: optionalPort(),
    // The names that OpenTelemetry has agreed on, so that what a platform sets for all its services is understood.
    OTEL_EXPORTER_OTLP_ENDPOINT: optionalUrl(
      /^https?$/,
      'the base URL of a collector that takes OTLP by HTTP',
    ),
    OTEL_EXPORTER_OTLP_HEADERS: z
      .string()
      .refine(isPercentEncoded)
      .optional()
      .meta({ expected: 'headers such as name=value,other=value, percent-encoded', secret: true }),
  }),
  build: (env) => ({
    logLevel: env.LOG_LEVEL,
    logFormat: env.LOG_FORMAT,
    healthHost: env.HEALTH_HOST,
    healthPort: env.HEALTH_PORT,
    tracing: env.OTEL_EXPORTER_OTLP_ENDPOINT
      ? {
          tracesUrl: `${env.OTEL_EXPORTER_OTLP_ENDPOINT.replace(/\/+$/, '')}/v1/traces`,
          headers: headersOf(env.OTEL_EXPORTER_OTLP_HEADERS ?? ''),
        }
      : null,
  }),
});

function isPercentEncoded(text: string): boolean {
  try {
    headersOf(text);
    return true;
  } catch {
    return false;
  }
}

/** `name=value,…`, the values percent-encoded. */
function headersOf(text: string): Record<string, string> {
  const pairs = text
    .split(',')
    .map((pair) => pair.split('=', 2).map((part) => decodeURIComponent(part.trim())));
  return Object.fromEntries(pairs.filter(([name]) => name).map(([name = '', value = '']) => [name, value]));
}

export type ObservabilityConfig = ReturnType<typeof observabilityConcern.build>;
export type TracingConfig = NonNullable<ObservabilityConfig['tracing']>;
