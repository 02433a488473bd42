import type { IncomingHttpHeaders } from 'node:http';
import type { Operation } from './fault-plan';

/** One request as the simulator saw it, in the order of arrival. */
export interface JournalEntry {
  number: number;
  /** The simulator's time. */
  at: number;
  server: 'graph' | 'token' | 'upload';
  operation: Operation;
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  bytes: number;
  /** Undefined if no answer was given. */
  status: number | undefined;
  /** The JSON of the answer, as long as no fault has touched it. */
  answer?: object;
}
