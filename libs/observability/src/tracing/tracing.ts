import type { Attributes, Context, Span, SpanContext, Tracer } from '@opentelemetry/api';
import type { Telemetry } from 'bullmq';

/** What `startTracing` brings up; nothing of it is loaded while tracing is off. */
export interface Tracing {
  readonly tracer: Tracer;
  /** For the queues and workers of BullMQ: it carries the context in each job. */
  readonly queueTelemetry: Telemetry;
  readonly otel: typeof import('@opentelemetry/api');
  /** The next span of the calling function gets these ids, whatever its parent. */
  startSpanAs(ids: SpanContext, name: string, options: { startTime: Date; attributes: Attributes }): Span;
  /** Sends what is not sent yet; the collector's absence does not hold it up for long. */
  shutdown(): Promise<void>;
}

let active: Tracing | undefined;

/** Undefined while tracing is off. */
export function activeTracing(): Tracing | undefined {
  return active;
}

export function setActiveTracing(tracing: Tracing | undefined): void {
  active = tracing;
}

/**
 * Runs the work in a span of its own below the one that is running; just runs it while tracing is off.
 * @param attributes ids, counts and outcomes only: traces leave the installation
 */
export async function inSpan<T>(
  name: string,
  attributes: Attributes,
  work: () => Promise<T>,
  kind: 'client' | 'internal' = 'internal',
): Promise<T> {
  if (!active) return work();
  const { tracer, otel } = active;
  const options = { attributes, kind: kind === 'client' ? otel.SpanKind.CLIENT : otel.SpanKind.INTERNAL };
  return tracer.startActiveSpan(name, options, async (span) => {
    try {
      return await work();
    } catch (error) {
      // No message: it may name whom the report is about.
      span.setStatus({ code: otel.SpanStatusCode.ERROR, message: error instanceof Error ? error.name : '' });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Adds to the span that is running, if any; ids, counts and outcomes only. */
export function annotateSpan(attributes: Attributes): void {
  active?.otel.trace.getActiveSpan()?.setAttributes(attributes);
}

/** Id of the running trace, for log lines. */
export function currentTraceId(): string | undefined {
  return active?.otel.trace.getActiveSpan()?.spanContext().traceId;
}

/** Runs the work below the span that `metadata` names; just runs it without. */
export function inTraceContext<T>(metadata: string | undefined, work: () => T): T {
  if (!active || metadata === undefined) return work();
  const { otel, queueTelemetry } = active;
  const context = queueTelemetry.contextManager.fromMetadata(otel.context.active(), metadata) as Context;
  return otel.context.with(context, work);
}
