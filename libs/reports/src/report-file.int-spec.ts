import { inTransaction, dataSourceOptions } from '@app/database';
import { withTestDatabase } from '@app/testing';
import { DataSource } from 'typeorm';
import { detailRows } from './detail-rows';
import { writeReport } from './report-file';

/** Far more bytes than the streams on the way hold by themselves. */
const LARGE = {
  text: `SELECT '10', NULL, NULL, NULL, '20200302', '1', NULL, 'remark ' || n FROM generate_series(1, 300000) n`,
  values: [],
};
const HEADER = {
  reportId: 'S1MIG-010',
  recipientId: '70-B3-D5-1F-30-00-A0-01',
  sequence: 1,
  createdAt: new Date('2020-03-09T06:00:00Z'),
  furtherValues: [],
} as const;

describe('writing a report', () => {
  it.each([
    ['before it reads anything', () => Promise.reject(new Error('disk full'))],
    [
      'in the middle of the rows',
      async (_key: string, source: unknown) => {
        for await (const chunk of source as AsyncIterable<Buffer>) {
          if (chunk.length > 1_000) throw new Error('disk full');
        }
        throw new Error('the rows were too few');
      },
    ],
  ])('leaves a connection that goes on when the archive fails %s', async (_when, write) => {
    await withTestDatabase(async (url) => {
      const dataSource = new DataSource(
        dataSourceOptions({ url, poolSize: 1, applicationName: 'report-file-test' }),
      );
      await dataSource.initialize();
      try {
        const written = inTransaction(dataSource, (client) =>
          writeReport({ write }, 'reports/x.csv', HEADER, detailRows(client, LARGE)),
        );
        await expect(written).rejects.toThrow('disk full');
        expect(await dataSource.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
      } finally {
        await dataSource.destroy();
      }
    });
  });
});
