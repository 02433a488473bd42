import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

/** A forward proxy: plain http by absolute URLs, https by CONNECT to where the test says that a host is. */
export class ConnectProxy {
  /** Everybody whom it connected or asked, `host:port` by `host:port`. */
  readonly reached: string[] = [];
  private readonly server = createServer();
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly portOf: ReadonlyMap<string, number>) {}

  /** @param portOf this machine's port for each host that is to be reached by CONNECT; others are refused */
  static async start(portOf: ReadonlyMap<string, number> = new Map()): Promise<ConnectProxy> {
    const proxy = new ConnectProxy(portOf);
    const { server } = proxy;
    server.on('connection', (socket) => proxy.keep(socket));
    server.on('connect', (asked, near: Socket) => {
      const [host = ''] = (asked.url ?? '').split(':');
      const port = proxy.portOf.get(host);
      if (port === undefined) return void near.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      proxy.reached.push(asked.url ?? '');
      const far = connect(port, '127.0.0.1', () => near.write('HTTP/1.1 200 Connection established\r\n\r\n'));
      proxy.keep(far);
      joined(near, far);
    });
    server.on('request', (asked, answered) => {
      const { host } = new URL(asked.url ?? '');
      proxy.reached.push(host);
      const { method, headers } = asked;
      const onward = request(
        asked.url ?? '',
        { ...(method === undefined ? {} : { method }), headers },
        (far) => {
          answered.writeHead(far.statusCode ?? 502, far.rawHeaders);
          far.pipe(answered);
        },
      );
      onward.on('error', () => answered.destroy());
      asked.pipe(onward);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${portOf(this.server)}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => this.sockets.delete(socket));
  }
}

/** TLS in front of a server that has none. */
export class TlsFront {
  private readonly sockets = new Set<Socket>();
  private constructor(private readonly server: ReturnType<typeof createTlsServer>) {}

  static async before(
    url: string,
    { certificate, key }: { certificate: string; key: string },
  ): Promise<TlsFront> {
    const target = new URL(url);
    const front: TlsFront = new TlsFront(
      createTlsServer({ cert: certificate, key }, (near) => {
        const far = connect(Number(target.port), target.hostname);
        for (const socket of [near, far]) {
          front.sockets.add(socket);
          socket.on('error', () => undefined);
        }
        joined(near, far);
      }),
    );
    front.server.on('tlsClientError', () => undefined);
    await once(front.server.listen(0, '127.0.0.1'), 'listening');
    return front;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

function joined(near: Socket, far: Socket): void {
  near.pipe(far).pipe(near);
  near.once('close', () => far.destroy());
  far.once('close', () => near.destroy());
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
