import { createHash } from 'node:crypto';
import type { Attributes, SpanContext } from '@opentelemetry/api';
import { activeTracing, type Tracing } from './tracing';

/**
 * A row of the database with a trace of its own. Its ids follow from the row, so that whoever works on it later, in
 * another process and after Redis has forgotten its job, finds the trace without anything stored for it.
 */
export interface TracedRow {
  readonly kind: 'file' | 'slot';
  readonly id: string;
  /** Microseconds since 1970 as text: tells apart the rows of two installations that have the same id. */
  readonly bornAt: string;
}

const SAMPLED = 1;

export function idsOf({ kind, id, bornAt }: TracedRow): SpanContext {
  const hash = createHash('sha256').update(`${kind} ${id} ${bornAt}`).digest('hex');
  return { traceId: hash.slice(0, 32), spanId: hash.slice(32, 48), traceFlags: SAMPLED };
}

/** The row's context as a job carries it; undefined while tracing is off. */
export function rowTrace(row: TracedRow): string | undefined {
  const tracing = activeTracing();
  return tracing && metadataOf(tracing, row);
}

/**
 * Writes the first span of the row's trace, from `startedAt` until now, and returns the context as a job carries it;
 * undefined while tracing is off.
 */
export function beginRowTrace(
  row: TracedRow,
  span: { readonly name: string; readonly startedAt: Date; readonly attributes: Attributes },
): string | undefined {
  const tracing = activeTracing();
  if (!tracing) return undefined;
  const { name, startedAt, attributes } = span;
  tracing.startSpanAs(idsOf(row), name, { startTime: startedAt, attributes }).end();
  return metadataOf(tracing, row);
}

/** Says that the running span builds on what these rows brought, which stands in other traces. */
export function linkToRows(rows: readonly TracedRow[]): void {
  const span = activeTracing()?.otel.trace.getActiveSpan();
  span?.addLinks(
    rows.map((row) => ({ context: idsOf(row), attributes: { [`mrr.${row.kind}.id`]: row.id } })),
  );
}

function metadataOf({ otel, queueTelemetry }: Tracing, row: TracedRow): string {
  const context = otel.trace.setSpanContext(otel.ROOT_CONTEXT, { ...idsOf(row), isRemote: true });
  return queueTelemetry.contextManager.getMetadata(context);
}
