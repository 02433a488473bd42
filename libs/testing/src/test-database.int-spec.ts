import { Client } from 'pg';
import { createTestDatabase, withTestDatabase } from './test-database';
import { testServices } from './test-services';

async function query<T extends object>(url: string, sql: string): Promise<T[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function databaseNames(): Promise<string[]> {
  const { databaseUrl } = await testServices();
  const rows = await query<{ datname: string }>(databaseUrl, 'select datname from pg_database');
  return rows.map(({ datname }) => datname);
}

test('what one test writes is not seen by another', async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  await query(one.url, 'create table only_here (id int)');
  const found = await query(other.url, `select 1 from pg_class where relname = 'only_here'`);
  expect(found).toEqual([]);
  await Promise.all([one.drop(), other.drop()]);
});

test('the schema of the product is there', async () => {
  const tables = await withTestDatabase((url) =>
    query<{ name: string }>(url, `select tablename as name from pg_tables where schemaname = 'public'`),
  );
  expect(tables.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['schema_migration', 'slot', 'issue']),
  );
});

test('a failing test leaves no database behind', async () => {
  let name = '';
  const failing = withTestDatabase((url) => {
    name = new URL(url).pathname.slice(1);
    return Promise.reject(new Error('the test failed'));
  });
  await expect(failing).rejects.toThrow('the test failed');
  expect(await databaseNames()).not.toContain(name);
});

test('a connection left open is reported', async () => {
  const database = await createTestDatabase();
  const forgotten = new Client({ connectionString: database.url });
  await forgotten.connect();
  await expect(database.drop()).rejects.toThrow('being accessed by other users');
  await forgotten.end();
  await database.drop();
});
