import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { runMigrations } from '@app/database';
import { type EmbeddedPostgres, freePort, startEmbeddedPostgres } from '@app/embedded';
import { Client } from 'pg';

/**
 * A data directory with the product's schema that every run copies.
 *
 * A commit is on its way to the disk before it is told, as in production, since the server is killed; but nobody waits
 * for the disk itself, since the machine is not.
 */
export async function createPostgresTemplate(folder: string): Promise<void> {
  const dataDir = join(folder, 'postgres');
  const postgres = await startEmbeddedPostgres({ dataDir });
  try {
    await runMigrations(postgres.url);
    const client = new Client({ connectionString: postgres.url });
    await client.connect();
    await client.query('ALTER SYSTEM SET fsync = off');
    await client.end();
  } finally {
    await postgres.stop();
  }
}

/** A PostgreSQL that can crash and come back on the same port with what it had. */
export class PostgresServer {
  #running: EmbeddedPostgres | undefined;

  private constructor(
    private readonly dataDir: string,
    private readonly port: number,
    private readonly log: (line: string) => void,
  ) {}

  static async start(
    template: string,
    home: string,
    log: (line: string) => void = () => undefined,
  ): Promise<PostgresServer> {
    const dataDir = join(home, 'postgres');
    cpSync(join(template, 'postgres'), dataDir, { recursive: true, preserveTimestamps: true });
    cpSync(join(template, 'postgres.password'), `${dataDir}.password`);
    const server = new PostgresServer(dataDir, await freePort(), log);
    await server.start();
    return server;
  }

  get url(): string {
    if (!this.#running) throw new Error('PostgreSQL has not been started');
    return this.#running.url;
  }

  async start(): Promise<void> {
    this.#running = await startEmbeddedPostgres({ dataDir: this.dataDir, port: this.port, log: this.log });
  }

  /** SIGKILL to the server and all its backends. */
  async crash(): Promise<void> {
    await this.#running?.kill9();
  }

  async stop(): Promise<void> {
    await this.#running?.kill9();
  }
}
