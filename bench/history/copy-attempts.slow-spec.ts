import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  deriveAttempts,
  inTransaction,
  refreshEntitlements,
  setAffectedAttempts,
  dataSourceOptions,
} from '@app/database';
import { hasValidMpanCheckDigit, hasValidMprnCheckDigits } from '@app/mrr';
import { generateSampleFiles } from '@app/migration-files';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { copyAttempts } from './copy-attempts';
import { loadFiles } from './load-sample';

const COPIED = [
  'installation_record',
  'attempt',
  'validation_result',
  'group_membership',
  's1sp_outcome',
  'commissioning_outcome',
  'entitlement',
  'authorisation',
  'authorisation_response',
  'authorisation_completion',
];

/** A history that is copied must be what the product's loader would have left; else nothing that is measured on it counts. */
describe('copied attempts', () => {
  let database: TestDatabase;
  let folder: string;
  let client: Client;
  let originals: number;

  const one = async <T>(query: string): Promise<T> => (await client.query(query)).rows[0] as T;

  beforeAll(async () => {
    database = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'mrr-bench-'));
    const files = generateSampleFiles({
      seed: 3,
      from: '2020-03-02',
      weeks: 1,
      installationsPerDay: 12,
      suppliers: 4,
      dnos: 2,
    });
    await loadFiles(database.url, folder, files);
    client = new Client({ connectionString: database.url, options: '-c timezone=UTC' });
    await client.connect();
    originals = (await one<{ last: number }>('SELECT max(id)::int AS last FROM attempt')).last;
    await copyAttempts(client, {
      attempts: 'SELECT id FROM attempt',
      weeksBack: [0, 1, 1, 30],
      firstNumber: 1,
      isTold: false,
      tell: () => undefined,
    });
  }, 240_000);

  afterAll(async () => {
    await client.end();
    await database.drop();
    await rm(folder, { recursive: true });
  });

  it('are as many as there are copies, in every table', async () => {
    for (const table of ['installation_record', 'attempt', 'entitlement', 'group_membership']) {
      const key = table === 'entitlement' || table === 'group_membership' ? 'attempt_id' : 'id';
      const { copies, kept } = await one<{ copies: number; kept: number }>(
        `SELECT count(*) FILTER (WHERE ${key} > ${originals})::int AS copies,
                count(*) FILTER (WHERE ${key} <= ${originals})::int AS kept FROM ${table}`,
      );
      expect([table, copies]).toEqual([table, 4 * kept]);
    }
  });

  it('leave columns empty where the loader does', async () => {
    for (const table of COPIED) {
      const { rows } = await client.query<{ column: string; filled: number; rows: number }>(`
        SELECT key AS column, count(value)::int AS filled, count(*)::int AS rows
          FROM ${table} t CROSS JOIN LATERAL jsonb_each_text(to_jsonb(t)) GROUP BY 1`);
      const parts = rows.filter(({ filled, rows: all }) => filled % 5 !== 0 || all % 5 !== 0);
      const isOfAttempts = !table.startsWith('authorisation');
      // Authorisations that lead to no attempt are not copied.
      expect([table, isOfAttempts ? parts : []]).toEqual([table, []]);
    }
  });

  it('have the timeline and the ledger that the product derives from their records', async () => {
    const state = `SELECT (SELECT md5(string_agg(a::text, ',' ORDER BY id)) FROM attempt a)
      || (SELECT md5(string_agg(e::text, ',' ORDER BY attempt_id, recipient_id)) FROM entitlement e) AS hash`;
    const before = await one(state);
    const dataSource = new DataSource(
      dataSourceOptions({ url: database.url, poolSize: 1, applicationName: 'bench-test' }),
    );
    await dataSource.initialize();
    await inTransaction(dataSource, async (product) => {
      expect(await setAffectedAttempts(product, 'SELECT id FROM attempt', [])).toBe(5 * originals);
      await deriveAttempts(product);
      await refreshEntitlements(product);
    });
    await dataSource.destroy();
    expect(await one(state)).toEqual(before);
  });

  it('are other installations: other devices and meters, with right check digits', async () => {
    const { rows } = await client.query<{ chf_id: string; import_mpan: string | null; mprn: string | null }>(
      'SELECT chf_id, import_mpan, mprn FROM installation_record',
    );
    const chfs = new Set(rows.map(({ chf_id }) => chf_id));
    const { count } = await one<{ count: number }>(
      `SELECT count(DISTINCT chf_id)::int AS count FROM installation_record WHERE id <= ${originals}`,
    );
    expect(chfs.size).toBe(5 * count);
    expect(rows.filter(({ import_mpan }) => import_mpan && !hasValidMpanCheckDigit(import_mpan))).toEqual([]);
    expect(rows.filter(({ mprn }) => mprn && !hasValidMprnCheckDigits(mprn))).toEqual([]);
  });

  it('find their authorisations', async () => {
    const { unlinked } = await one<{ unlinked: number }>(`
      SELECT count(*)::int AS unlinked FROM installation_record i
       WHERE electricity_ma_file IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM authorisation m
                          WHERE m.ma_file_name = i.electricity_ma_file AND m.ma_record_number = i.electricity_ma_record
                            AND m.import_mpan = i.import_mpan)`);
    const { unlinked: ofOriginals } = await one<{ unlinked: number }>(`
      SELECT count(*)::int AS unlinked FROM installation_record i
       WHERE electricity_ma_file IS NOT NULL AND id <= ${originals}
         AND NOT EXISTS (SELECT 1 FROM authorisation m
                          WHERE m.ma_file_name = i.electricity_ma_file AND m.ma_record_number = i.electricity_ma_record
                            AND m.import_mpan = i.import_mpan)`);
    expect(unlinked).toBe(5 * ofOriginals);
  });
});
