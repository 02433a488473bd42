import { Logger } from '@nestjs/common';

/** One request and its answer. Carries no URL: those of upload sessions are secrets. */
export interface Exchange {
  operation: string;
  method: string;
  host: string;
  /** Undefined if no answer came. */
  status: number | undefined;
  durationMs: number;
  clientRequestId: string;
  /** What Microsoft's support asks for. */
  requestId: string | undefined;
  spRequestGuid: string | undefined;
}

export type ExchangeLog = (exchange: Exchange) => void;

/** Answers that are part of normal work, e.g. 404 "not there yet". */
const EXPECTED_STATUSES = new Set([404, 409, 416]);

export function exchangeLogger(): ExchangeLog {
  const logger = new Logger('SharePoint');
  return (exchange) => {
    const { status, operation, durationMs } = exchange;
    const line = `${operation}: ${status ?? 'no answer'} (${durationMs} ms)`;
    const expected = status !== undefined && (status < 400 || EXPECTED_STATUSES.has(status));
    if (expected) logger.debug(line, exchange);
    else logger.warn(line, exchange);
  };
}
