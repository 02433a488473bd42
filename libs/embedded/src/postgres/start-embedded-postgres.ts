import { resolve } from 'node:path';
import { Client } from 'pg';
import { EmbeddedServiceError } from '../embedded-service.error';
import { freePort } from '../free-port';
import { superviseProcess, type SupervisedProcess } from '../supervision/supervise-process';
import type { ProcessExit } from '../supervision/watchdog-protocol';
import { ensureCluster, POSTGRES_USER } from './create-cluster';
import { endLeftOverPostgres } from './left-over-postgres';
import { findPostgresInstallation, type PostgresInstallation } from './postgres-installation';
import { postgresSettings } from './postgres-settings';

export interface EmbeddedPostgresOptions {
  /** Created when missing, opened when it exists; `<dataDir>.password` beside it holds the password. */
  readonly dataDir: string;
  /** Lines of the server's log. */
  readonly log?: (line: string) => void;
  /** A free one by default. */
  readonly port?: number;
  /** For data that may be lost with the machine, such as tests: no waiting for the disk. */
  readonly fast?: boolean;
  /** Whether a replica may follow it, or it is one. */
  readonly replicated?: boolean;
}

export interface EmbeddedPostgres {
  /** `postgresql://user:password@127.0.0.1:port/mrr`; the user is superuser. */
  readonly url: string;
  readonly port: number;
  readonly postmasterPid: number;
  /** Resolves when the server has ended, by itself too. */
  readonly exited: Promise<ProcessExit>;
  /** Disconnects everybody and shuts down; resolves when no process is left. */
  stop(): Promise<void>;
  /** A crash: SIGKILL to the server and all its backends. */
  kill9(): Promise<void>;
}

const PORT_ATTEMPTS = 5;
/** A durable server may have a checkpoint to write; killed earlier it loses nothing, but recovers at the next start. */
const STOP_TIMEOUT_MS = 10_000;

/**
 * Starts a PostgreSQL that only this machine can reach and that dies with this program.
 *
 * @throws EmbeddedServiceError when no PostgreSQL runs here or it does not come up; ServiceInUseError when another
 * program uses `dataDir`
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  const fast = options.fast ?? false;
  const installation = findPostgresInstallation(dataDir);
  await endLeftOverPostgres(dataDir);
  const password = await ensureCluster(installation, dataDir, fast);
  const { server, port } = await startServer(installation, dataDir, { ...options, fast });
  try {
    await ensureDatabase(port, password);
  } catch (error) {
    await server.kill9();
    throw error;
  }
  return {
    url: urlOf(port, password, POSTGRES_USER),
    port,
    postmasterPid: server.pid,
    exited: server.exited,
    stop: async () => void (await server.stop()),
    kill9: async () => void (await server.kill9()),
  };
}

interface StartedServer {
  readonly server: SupervisedProcess;
  readonly port: number;
}

async function startServer(
  installation: PostgresInstallation,
  dataDir: string,
  options: EmbeddedPostgresOptions & { fast: boolean },
): Promise<StartedServer> {
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort());
    const lines: string[] = [];
    const server = await startOnPort(installation, dataDir, port, options, lines);
    if (server !== undefined) return { server, port };
    // Somebody took the port between our look and the server's.
    const portTaken = lines.some((line) => line.includes('Address already in use'));
    if (!portTaken || options.port !== undefined || attempt === PORT_ATTEMPTS) {
      throw new EmbeddedServiceError(
        `PostgreSQL did not start in ${dataDir}: ${lines.slice(-10).join('\n')}`,
      );
    }
  }
}

/** Undefined when the server ended before it was ready; `lines` then says why. */
async function startOnPort(
  installation: PostgresInstallation,
  dataDir: string,
  port: number,
  options: EmbeddedPostgresOptions & { fast: boolean },
  lines: string[],
): Promise<SupervisedProcess | undefined> {
  let ready: () => void = () => undefined;
  // An open port is not readiness: the server accepts connections during recovery only to refuse them.
  const readiness = new Promise<true>((done) => (ready = () => done(true)));
  const server = await superviseProcess({
    ...installation.call('postgres', [
      '-D',
      dataDir,
      ...postgresSettings(port, options.fast, options.replicated ?? false),
    ]),
    // Immediate shutdown for throw-away data, fast shutdown (with a checkpoint) for data to be kept.
    stopSignal: options.fast ? 'SIGQUIT' : 'SIGINT',
    stopTimeoutMs: STOP_TIMEOUT_MS,
    keepAlive: false,
    log: (line) => {
      if (/ready to accept (read-only )?connections/.test(line)) ready();
      if (lines.length < 1_000) lines.push(line);
      options.log?.(line);
    },
  });
  const outcome = await server.holding(Promise.race([readiness, server.exited]));
  return outcome === true ? server : undefined;
}

/** Also the proof that the server answers queries. */
async function ensureDatabase(port: number, password: string): Promise<void> {
  const client = new Client({ connectionString: urlOf(port, password, 'postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [POSTGRES_USER]);
    if (rowCount === 0) await client.query(`create database ${POSTGRES_USER}`);
  } finally {
    await client.end();
  }
}

function urlOf(port: number, password: string, database: string): string {
  return `postgresql://${POSTGRES_USER}:${password}@127.0.0.1:${port}/${database}`;
}
