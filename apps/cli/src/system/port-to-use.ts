import { once } from 'node:events';
import { createServer } from 'node:net';
import { freePort } from '@app/embedded';

/** The wanted port if nobody listens there, else a free one. */
export async function portToUse(wanted: number): Promise<number> {
  const server = createServer();
  try {
    server.listen(wanted, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : wanted;
  } catch {
    return await freePort();
  } finally {
    server.close();
  }
}
