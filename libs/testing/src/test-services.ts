import { createConnection } from 'node:net';
import { text } from 'node:stream/consumers';

export interface TestServices {
  /** Superuser of the shared server; tests use a database of their own, see `createTestDatabase`. */
  readonly databaseUrl: string;
  /** Undefined where no Redis is to be had. */
  readonly redisUrl: string | undefined;
}

/** Environment variable in which the jest process tells its tests where to ask. */
export const TEST_SERVICES_SOCKET = 'MRR_TEST_SERVICES_SOCKET';

let known: Promise<TestServices> | undefined;

/** The PostgreSQL and Redis of this jest run; the first call of the run starts them (about a second). */
export function testServices(): Promise<TestServices> {
  known ??= ask();
  return known;
}

/** @throws Error where there is no Redis: a test of the queue cannot say anything then */
export async function testRedisUrl(): Promise<string> {
  const { redisUrl } = await testServices();
  if (redisUrl === undefined)
    throw new Error('No Redis on this machine: install redis-server to run these tests');
  return redisUrl;
}

async function ask(): Promise<TestServices> {
  const socketPath = process.env[TEST_SERVICES_SOCKET];
  if (socketPath === undefined)
    throw new Error('Test services exist only under jest with test/jest.config.js');
  const answer = JSON.parse(await text(createConnection(socketPath))) as TestServices | { failure: string };
  if ('failure' in answer) throw new Error(`The test services did not start: ${answer.failure}`);
  return answer;
}
