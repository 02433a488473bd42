import { createTestDatabase, type TestDatabase } from '@app/testing';
import { Client } from 'pg';
import { mrr, temporaryFolder, type MrrResult } from './mrr';

interface ListedKey {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly party: string | null;
  readonly revokedAt: string | null;
}

/** The commands as whoever has the machine gives them, on a database that the environment names. */
describe('the keys and the audit log by command', () => {
  const folder = temporaryFolder();
  let database: TestDatabase;
  let client: Client;

  const run = (...args: string[]): Promise<MrrResult> => mrr(args, folder, { DATABASE_URL: database.url });
  const parsed = async <T>(...args: string[]): Promise<T> => {
    const { stdout, stderr, exitCode } = await run(...args, '--json');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    return JSON.parse(stdout) as T;
  };
  const keys = async (): Promise<readonly ListedKey[]> =>
    (await parsed<{ keys: ListedKey[] }>('api-key', 'list')).keys;

  beforeAll(async () => {
    database = await createTestDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
  }, 120_000);
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  it('a key is shown once, kept as a hash, listed without its secret, and ends when it is revoked', async () => {
    const made = await parsed<{ id: string; secret: string }>(
      'api-key',
      'create',
      '--name',
      'night shift',
      '--role',
      'operator',
    );
    expect(made.secret.length).toBeGreaterThan(30);
    const { rows } = await client.query<{ row: string }>(
      'SELECT to_jsonb(k)::text AS row FROM api_key k UNION ALL SELECT to_jsonb(a)::text FROM operator_action a',
    );
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toContain(made.secret);

    const listed = await run('api-key', 'list');
    expect(listed.stdout).toContain('night shift');
    expect(listed.stdout).not.toContain(made.secret);
    expect(await keys()).toMatchObject([{ id: made.id, role: 'operator', party: null, revokedAt: null }]);

    expect(await parsed('api-key', 'revoke', made.id, '--reason', 'left')).toEqual({ revoked: made.id });
    expect((await keys())[0]?.revokedAt).not.toBeNull();
    const again = await run('api-key', 'revoke', made.id, '--reason', 'left');
    expect(again).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('There is no live key') });
  }, 300_000);

  it('a key of one Party can only look', async () => {
    const party = ['api-key', 'create', '--name', 'SUP001 portal', '--party', 'SUP001'];
    expect(await parsed(...party)).toMatchObject({ role: 'viewer', party: 'SUP001' });
    const refused = await run(...party, '--role', 'administrator');
    expect(refused.exitCode).toBe(2);
    expect((await keys()).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['night shift', 'SUP001 portal']),
    );
    expect(await keys()).toHaveLength(2);
  }, 300_000);

  it('the audit log is verified, and an entry that was changed or removed is found', async () => {
    const whole = await parsed<{ entries: number; lastHash: string; brokenAt: string | null }>(
      'audit',
      'verify',
    );
    expect(whole).toEqual({ entries: 3, lastHash: expect.stringMatching(/^[\da-f]{64}$/), brokenAt: null });
    await expect(client.query(`UPDATE operator_action SET reason = 'none'`)).rejects.toThrow();

    // As somebody who owns the database could.
    await client.query('SET session_replication_role = replica');
    await client.query(`UPDATE operator_action SET reason = 'another' WHERE sequence = 2`);
    const changed = await run('audit', 'verify');
    expect(changed).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('breaks at entry 2') });
    await client.query(`UPDATE operator_action SET reason = 'left' WHERE sequence = 2`);
    expect((await run('audit', 'verify')).stdout).toContain(whole.lastHash);

    await client.query('DELETE FROM operator_action WHERE sequence = 2');
    const removed = await run('audit', 'verify', '--json');
    expect(removed.exitCode).toBe(1);
    expect(JSON.parse(removed.stdout)).toMatchObject({ entries: 1, brokenAt: '3' });
  }, 300_000);
});
