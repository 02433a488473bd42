import type { Attributes, Context, SpanContext } from '@opentelemetry/api';
import type { IdGenerator, Sampler } from '@opentelemetry/sdk-trace-node';
import type { TracingConfig } from '@app/config';
import { CodesOnly } from './codes-only';
import { setActiveTracing } from './tracing';

/** BullMQ's own housekeeping, every few seconds for as long as a process lives: it belongs to no piece of work. */
const HOUSEKEEPING =
  /^(getNextJob|extendLocks|moveStalledJobsToWait|startStalledCheckTimer|close|pause|resume|promote)\b/;

/** How long the last spans of a process may hold up its end. */
const SHUTDOWN_TIMEOUT_MS = 3_000;

/** Switches tracing on for this process; call it before the first queue is made. The libraries are loaded here. */
export async function startTracing(service: string, config: TracingConfig): Promise<void> {
  const [otel, sdk, { OTLPTraceExporter }, { resourceFromAttributes }, { BullMQOtel }] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
    import('bullmq-otel'),
  ]);
  const ids = new RowIdGenerator(new sdk.RandomIdGenerator());
  const exporter = new OTLPTraceExporter({ url: config.tracesUrl, headers: config.headers });
  const provider = new sdk.NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.namespace': 'migration-reporting', 'service.name': service }),
    spanProcessors: [
      new CodesOnly(),
      new sdk.BatchSpanProcessor(exporter, { exportTimeoutMillis: SHUTDOWN_TIMEOUT_MS }),
    ],
    sampler: withoutHousekeeping(sdk.SamplingDecision, new sdk.AlwaysOnSampler()),
    idGenerator: ids,
  });
  provider.register();
  const tracer = provider.getTracer('migration-reporting');
  setActiveTracing({
    tracer,
    otel,
    queueTelemetry: new BullMQOtel({ tracerName: 'bullmq' }),
    startSpanAs: (context, name, options) =>
      ids.using(context, () => tracer.startSpan(name, { ...options, root: true })),
    shutdown: () => provider.shutdown().catch(() => undefined), // nobody would read that the last spans are lost
  });
}

function withoutHousekeeping(
  { NOT_RECORD }: typeof import('@opentelemetry/sdk-trace-node').SamplingDecision,
  others: Sampler,
): Sampler {
  return {
    shouldSample: (context: Context, traceId: string, name: string, ...rest: [never, Attributes, never]) =>
      HOUSEKEEPING.test(name)
        ? { decision: NOT_RECORD }
        : others.shouldSample(context, traceId, name, ...rest),
    toString: () => 'WithoutHousekeeping',
  };
}

/** Random ids, but for the first span of a row's trace. */
class RowIdGenerator implements IdGenerator {
  #next: SpanContext | undefined;

  constructor(private readonly random: IdGenerator) {}

  /** `start` makes exactly one span, at once. */
  using<T>(ids: SpanContext, start: () => T): T {
    this.#next = ids;
    try {
      return start();
    } finally {
      this.#next = undefined;
    }
  }

  generateTraceId = (): string => this.#next?.traceId ?? this.random.generateTraceId();
  generateSpanId = (): string => this.#next?.spanId ?? this.random.generateSpanId();
}
