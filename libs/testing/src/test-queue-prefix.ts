import { randomBytes } from 'node:crypto';

/** A queue prefix of its own for a test; in braces, so that all keys of a queue lie on one node of a Redis Cluster. */
export function testQueuePrefix(): string {
  return `{test-${randomBytes(6).toString('hex')}}`;
}
