import { existsSync } from 'node:fs';
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, superviseProcess } from '@app/embedded';
import { eventually } from '@app/testing';

const PROGRAM = '/usr/sbin/pgbouncer';
/** It refuses to run as root. */
const NOBODY = 65_534;

export const hasPgBouncer = (): boolean => existsSync(PROGRAM);

export interface PgBouncer {
  readonly url: string;
  stop(): Promise<void>;
}

/** PgBouncer in transaction mode before a PostgreSQL on loopback: each transaction may run in another session. */
export async function startPgBouncer(databaseUrl: string, poolSize: number): Promise<PgBouncer> {
  const { port: databasePort, username, password } = new URL(databaseUrl);
  const dir = await mkdtemp(join(tmpdir(), 'pgbouncer-'));
  const port = await freePort();
  const settings = [
    '[databases]',
    `* = host=127.0.0.1 port=${databasePort}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'pool_mode = transaction',
    `default_pool_size = ${poolSize}`,
    'max_client_conn = 500',
    'auth_type = plain',
    `auth_file = ${join(dir, 'users')}`,
    'ignore_startup_parameters = options,extra_float_digits',
  ];
  await writeFile(join(dir, 'users'), `"${username}" "${password}"\n`, { mode: 0o600 });
  await writeFile(join(dir, 'pgbouncer.ini'), `${settings.join('\n')}\n`);
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    await chmod(dir, 0o755);
    await chown(join(dir, 'users'), NOBODY, NOBODY);
  }
  const server = await superviseProcess({
    command: PROGRAM,
    args: [join(dir, 'pgbouncer.ini')],
    cwd: '/',
    output: 'discard',
    keepAlive: false,
    ...(isRoot ? { user: { uid: NOBODY, gid: NOBODY } } : {}),
  });
  await eventually('PgBouncer answers', () => answers(port));
  return {
    url: databaseUrl.replace(`:${databasePort}/`, `:${port}/`),
    stop: async () => {
      await server.kill9();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('close', () => undefined).unref();
    socket.once('connect', () => socket.destroy());
  });
}
