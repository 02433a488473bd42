import type { INestApplication } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
/** Handing jobs back, and ending connections. */
const MOST_AFTER_DRAIN_MS = 10_000;

/**
 * Ends the process at last, whatever does not want to end: an upload that trickles, work that ignores its signal, a
 * server that does not answer. What is cut off then is what a crash would cut off, and is taken up like that.
 */
export function boundShutdown(drainTimeoutMs: number): void {
  const mostMs = drainTimeoutMs + MOST_AFTER_DRAIN_MS;
  for (const signal of SIGNALS) {
    process.once(signal, () => {
      setTimeout(() => {
        process.stderr.write(`Not ended ${mostMs / 1000} s after ${signal}; ends now\n`);
        process.exit(1);
      }, mostMs).unref();
    });
  }
}

/**
 * A server that closes takes no new connection, but serves those that it has: a client that sends one request after the
 * other would keep it alive for ever. The answer to each request that comes after the signal ends its connection.
 */
export function endConnectionsOnShutdown(app: INestApplication): void {
  let isStopping = false;
  for (const signal of SIGNALS) process.once(signal, () => (isStopping = true));
  app.use((_request: Request, response: Response, next: NextFunction) => {
    if (isStopping) response.setHeader('Connection', 'close');
    next();
  });
}
