import { randomBytes } from 'node:crypto';
import { runMigrations } from '@app/database';
import { Client } from 'pg';
import { testServices } from './test-services';

export interface TestDatabase {
  readonly url: string;
  /** Removes the database. Fails, after five seconds, when the test has left a connection open. */
  drop(): Promise<void>;
}

const TEMPLATE = 'mrr_template';
/** Any number will do; it keeps test processes from building the template at the same time. */
const TEMPLATE_LOCK = 7_301_942;

/** A database of its own with the product's schema, cloned from a template (tens of milliseconds). */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const { databaseUrl } = await testServices();
  await asAdministrator(async (client) => {
    await ensureTemplate(client, databaseUrl);
    await client.query(`create database ${name} template ${TEMPLATE}`);
  });
  return {
    url: urlOfDatabase(databaseUrl, name),
    drop: () => asAdministrator(async (client) => void (await client.query(`drop database ${name}`))),
  };
}

/** Runs `work` on a database of its own and removes it, whatever happens. */
export async function withTestDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const database = await createTestDatabase();
  try {
    return await work(database.url);
  } finally {
    await database.drop();
  }
}

/** Built by the first test of a run; renamed when complete, so that nobody clones half a schema. */
async function ensureTemplate(client: Client, databaseUrl: string): Promise<void> {
  await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [TEMPLATE]);
    if (rowCount === 1) return;
    const unfinished = `${TEMPLATE}_unfinished`;
    await client.query(`drop database if exists ${unfinished} with (force)`);
    await client.query(`create database ${unfinished}`);
    await runMigrations(urlOfDatabase(databaseUrl, unfinished));
    await client.query(`alter database ${unfinished} rename to ${TEMPLATE}`);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  }
}

async function asAdministrator<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const { databaseUrl } = await testServices();
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function urlOfDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
