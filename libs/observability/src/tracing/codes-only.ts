import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace-node';

/** In the order in which a job's error is written for Redis: `DELIVERY.FOLDER_MISSING: There is no folder …`. */
const CODE = /^[A-Z][A-Z0-9_.]*(?=: )/;

/**
 * Leaves of the errors that libraries note on spans the stable code alone: messages name Parties and files, and traces
 * leave the installation. The logs have the message. Stands before the processor that exports.
 */
export class CodesOnly implements SpanProcessor {
  onStart(): void {}

  onEnd({ events }: Pick<ReadableSpan, 'events'>): void {
    for (const { attributes = {} } of events) {
      for (const key of ['exception.message', 'bullmq.job.failed.reason']) {
        const text = attributes[key];
        if (typeof text === 'string') attributes[key] = CODE.exec(text)?.[0] ?? 'see the logs';
      }
      delete attributes['exception.stacktrace'];
    }
  }

  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}
}
