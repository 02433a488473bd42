import { createTestDatabase } from '@app/testing';
import type { TestDatabase } from '@app/testing';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from './data-source';
import { inTransaction } from './transaction';

describe('a transaction that is no longer wanted', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = new DataSource(
      dataSourceOptions({ url: database.url, poolSize: 2, applicationName: 'transaction-test' }),
    );
    await dataSource.initialize();
    await dataSource.query('CREATE TABLE effect (at int)');
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });
  const effects = (): Promise<unknown[]> => dataSource.query('SELECT * FROM effect');

  it('is cancelled in the middle of a statement, and leaves nothing', async () => {
    const stop = new AbortController();
    const work = inTransaction(
      dataSource,
      async (client) => {
        await client.query('INSERT INTO effect VALUES (1)');
        setImmediate(() => stop.abort());
        await client.query('SELECT pg_sleep(60)');
      },
      stop.signal,
    );
    await expect(work).rejects.toMatchObject({ code: '57014' });
    expect(await effects()).toEqual([]);
  });

  it('does not commit what was finished after the end was wanted', async () => {
    const stop = new AbortController();
    const work = inTransaction(
      dataSource,
      async (client) => {
        await client.query('INSERT INTO effect VALUES (2)');
        stop.abort(new Error('enough'));
      },
      stop.signal,
    );
    await expect(work).rejects.toThrow('enough');
    expect(await effects()).toEqual([]);
  });

  it('cancels nobody else: its connection serves the next one at once', async () => {
    for (let round = 0; round < 20; round += 1) {
      const stop = new AbortController();
      const work = inTransaction(
        dataSource,
        async (client) => {
          stop.abort();
          await client.query('SELECT pg_sleep(60)');
        },
        stop.signal,
      );
      await expect(work).rejects.toThrow();
      await inTransaction(dataSource, (client) => client.query('SELECT pg_sleep(0.01)'), undefined);
    }
  });

  it('does not even begin', async () => {
    const work = inTransaction(dataSource, () => Promise.resolve(1), AbortSignal.abort(new Error('late')));
    await expect(work).rejects.toThrow('late');
  });
});
