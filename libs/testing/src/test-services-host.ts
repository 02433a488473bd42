import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedServices, startEmbeddedServices } from '@app/embedded';
import { TEST_SERVICES_SOCKET, type TestServices } from './test-services';

export interface TestServicesHost {
  close(): Promise<void>;
}

/**
 * One PostgreSQL and one Redis for a whole jest run, started when the first test asks for them, so that a run of
 * unit tests costs nothing. Tests ask through a socket, because jest runs them in other processes.
 *
 * @param redisCacheDir where a fetched Redis is kept from run to run
 */
export async function hostTestServices(redisCacheDir: string): Promise<TestServicesHost> {
  const home = mkdtempSync(join(tmpdir(), 'mrr-test-')); // only this user may open what is in it
  const socketPath = join(home, 'socket');
  let starting: Promise<EmbeddedServices> | undefined;
  const server = createServer((socket) => {
    socket.on('error', () => undefined); // the test process has ended
    starting ??= startEmbeddedServices({ home, redisCacheDir, fast: true });
    starting.then(
      ({ databaseUrl, redisUrl }) =>
        socket.end(JSON.stringify({ databaseUrl, redisUrl } satisfies TestServices)),
      (error: unknown) => socket.end(JSON.stringify({ failure: String(error) })),
    );
  });
  server.listen(socketPath);
  await once(server, 'listening');
  process.env[TEST_SERVICES_SOCKET] = socketPath;
  return {
    close: async () => {
      server.close();
      await starting?.then((services) => services.stop()).catch(() => undefined); // the tests have reported a failure
      rmSync(home, { recursive: true, force: true });
    },
  };
}
