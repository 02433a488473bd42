import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import type { ObservabilityConfig } from '@app/config';
import { currentJob } from './job-context';
import { currentTraceId } from './tracing/tracing';
import { redact } from './redact';

const LEVELS: LogLevel[] = ['fatal', 'error', 'warn', 'log', 'debug', 'verbose'];

/** One JSON object per line in services, plain lines in a terminal; the running job's fields on every line. */
export class ServiceLogger extends ConsoleLogger {
  constructor(app: string, config: Pick<ObservabilityConfig, 'logLevel' | 'logFormat'>) {
    const json = config.logFormat === 'json' || (config.logFormat === 'auto' && !process.stdout.isTTY);
    super({
      prefix: app,
      json,
      structuredParams: true,
      flattenParams: true,
      logLevels: LEVELS.slice(0, LEVELS.indexOf(config.logLevel) + 1),
    });
  }

  protected override getJsonLogObject(
    ...[message, options]: Parameters<ConsoleLogger['getJsonLogObject']>
  ): ReturnType<ConsoleLogger['getJsonLogObject']> {
    const entry = super.getJsonLogObject(message, options);
    const app = this.options.prefix ?? '';
    const traceId = currentTraceId();
    return { ...currentJob(), ...(traceId && { traceId }), ...entry, app } as ReturnType<
      ConsoleLogger['getJsonLogObject']
    >;
  }

  protected override stringifyReplacer(key: string, value: unknown): unknown {
    const replaced = super.stringifyReplacer(key, value);
    if (key === 'traceId') return replaced; // hexadecimal digits in a row may look like a meter point
    return typeof replaced === 'string' ? redact(replaced) : replaced;
  }

  protected override stringifyMessage(message: unknown, logLevel: LogLevel): string {
    return redact(super.stringifyMessage(message, logLevel));
  }

  protected override stringifyParams(...args: Parameters<ConsoleLogger['stringifyParams']>): string {
    return redact(super.stringifyParams(...args));
  }
}
