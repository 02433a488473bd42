import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { INestApplication } from '@nestjs/common';

/** Time for a refused sender to notice that nobody wants the rest of its file. */
const LINGER_MS = 5_000;

/**
 * The limits of the HTTP server that slow or endless senders meet. Headers must be complete within a minute (Node's own
 * limit). Bodies have no limit in all, since 2 GiB on a slow line take hours: each upload's pace is watched instead.
 */
export function prepareIngest(app: INestApplication, lingerMs = LINGER_MS): void {
  const server = app.getHttpServer() as Server;
  server.requestTimeout = 0;
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request; // which the request forgets when the connection ends
    response.once('finish', () => {
      if (!request.complete) closeSoon(socket, lingerMs);
    });
  });
}

/**
 * An answer that comes before the whole body (401, 408, 413) leaves the sender talking. Closing at once could destroy the
 * answer on its way; reading on for ever would let the sender occupy the connection.
 */
function closeSoon(socket: Socket, lingerMs: number): void {
  setTimeout(() => socket.destroy(), lingerMs).unref();
}
