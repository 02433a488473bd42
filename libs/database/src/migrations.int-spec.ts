import { DataSource } from 'typeorm';
import { withTestDatabase } from '@app/testing';
import { dataSourceOptions } from './data-source';

describe('migrations', () => {
  it('leave nothing pending, and going down and up again works', async () => {
    await withTestDatabase(async (url) => {
      const dataSource = new DataSource(
        dataSourceOptions({ url, poolSize: 2, applicationName: 'migrations-test' }),
      );
      await dataSource.initialize();
      try {
        expect(await dataSource.showMigrations()).toBe(false);
        for (const migration of dataSource.migrations) {
          expect(migration).toBeDefined();
          await dataSource.undoLastMigration();
        }
        await dataSource.runMigrations({ transaction: 'all' });
        expect(await dataSource.showMigrations()).toBe(false);
      } finally {
        await dataSource.destroy();
      }
    });
  });

  it('leave the tables as the entities describe them', async () => {
    await withTestDatabase(async (url) => {
      const dataSource = new DataSource(
        dataSourceOptions({ url, poolSize: 2, applicationName: 'migrations-test' }),
      );
      await dataSource.initialize();
      try {
        for (const { tableName, columns } of dataSource.entityMetadatas) {
          const found = await dataSource.query<{ column_name: string; is_nullable: string }[]>(
            `SELECT column_name, is_nullable FROM information_schema.columns WHERE table_name = $1`,
            [tableName],
          );
          for (const column of columns) {
            expect(found).toContainEqual({
              column_name: column.databaseName,
              is_nullable: column.isNullable ? 'YES' : 'NO',
            });
          }
        }
      } finally {
        await dataSource.destroy();
      }
    });
  });
});
