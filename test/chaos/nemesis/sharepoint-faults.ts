import type { Fault } from '../../../libs/testing/src/graph-simulator/fault-plan';

/** What SharePoint may do to a request and is over by itself: before the work, after it, or to its answer. */
export const SHAREPOINT_FAULTS: readonly Fault[] = [
  { action: { kind: 'refuse', status: 429, retryAfter: '2' }, times: 4 },
  { action: { kind: 'refuse', status: 503, retryAfter: '1', html: true }, times: 3 },
  { operation: 'put-content', action: { kind: 'refuse', status: 500 }, times: 2 },
  { operation: 'put-content', action: { kind: 'lie', status: 504, html: true }, times: 2 },
  { operation: 'put-content', action: { kind: 'lie', status: 429, retryAfter: '1' }, times: 2 },
  { operation: 'put-content', action: { kind: 'drop', when: 'before' }, times: 2 },
  { operation: 'put-content', action: { kind: 'drop', when: 'after' }, times: 3 },
  { operation: 'put-content', action: { kind: 'damage', how: 'cut' }, times: 1 },
  { operation: 'put-content', action: { kind: 'damage', how: 'html' }, times: 1 },
  { operation: 'find', action: { kind: 'drop', when: 'after' }, times: 2 },
  { operation: 'find', action: { kind: 'damage', how: 'empty' }, times: 1 },
  { operation: 'content', action: { kind: 'drop', when: 'after' }, times: 1 },
  { operation: 'token', action: { kind: 'refuse', status: 503 }, times: 2 },
  { action: { kind: 'void-tokens' } },
  { action: { kind: 'delay', ms: 3_000 }, times: 4 },
];
