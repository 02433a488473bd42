import { Pool } from 'pg';
import { InterruptedError } from '../interrupted.error';

/** A database and apps that work on it, whoever has started them. */
export interface RunningSystem {
  readonly database: Pool;
  readonly ingest: IngestEndpoint;
  /** Rejects when the work cannot go on: an app does not stay alive, or the user wants an end. */
  readonly broken: Promise<never>;
  /** Stops what was started for this command. */
  stop(): Promise<void>;
}

export interface IngestEndpoint {
  readonly url: string;
  readonly token: string;
}

export function connectTo(databaseUrl: string): Pool {
  const pool = new Pool({ connectionString: databaseUrl, max: 2, application_name: 'mrr-cli' });
  pool.on('error', () => undefined); // the next query tells it
  return pool;
}

/** Rejects when the user wants an end. */
export function interruption(signal: AbortSignal): Promise<never> {
  const interrupted = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(new InterruptedError());
    signal.addEventListener('abort', () => reject(new InterruptedError()), { once: true });
  });
  interrupted.catch(() => undefined);
  return interrupted;
}
