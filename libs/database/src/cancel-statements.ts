import { setTimeout as delay } from 'node:timers/promises';
import type { DataSource } from 'typeorm';

/** A cancellation between two statements finds nothing to cancel; the next one does. */
const AGAIN_AFTER_MS = 200;

/**
 * From the moment that `signal` is aborted until `end` is called, cancels whatever statement runs in the server process
 * `backend`, which must be ours for as long: in a transaction it is, also behind a pooler.
 */
export function cancelStatementsOn(
  dataSource: DataSource,
  backend: number,
  signal: AbortSignal,
): { end(): Promise<void> } {
  const ended = new AbortController();
  let cancelling = Promise.resolve();
  const begin = (): void => {
    cancelling = cancelUntil(ended.signal, dataSource, backend).catch(() => undefined);
  };
  if (signal.aborted) begin();
  else signal.addEventListener('abort', begin, { once: true });
  return {
    end: async () => {
      signal.removeEventListener('abort', begin);
      ended.abort();
      await cancelling;
    },
  };
}

async function cancelUntil(ended: AbortSignal, dataSource: DataSource, backend: number): Promise<void> {
  while (!ended.aborted) {
    await dataSource.query('SELECT pg_cancel_backend($1)', [backend]);
    await delay(AGAIN_AFTER_MS, undefined, { signal: ended });
  }
}
