import { withTestDatabase } from '@app/testing';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../data-source';
import { inTransaction } from '../transaction';
import { recordOperatorAction, verifyOperatorActions } from './operator-actions';

async function withChain(entries: number, work: (dataSource: DataSource) => Promise<void>): Promise<void> {
  await withTestDatabase(async (url) => {
    const dataSource = new DataSource(dataSourceOptions({ url, poolSize: 8, applicationName: 'audit-test' }));
    await dataSource.initialize();
    try {
      await Promise.all(
        Array.from({ length: entries }, (_entry, index) =>
          inTransaction(dataSource, (client) =>
            recordOperatorAction(client, {
              actor: 'ann',
              action: 'requeue-slot',
              subject: `slot ${index}`,
              reason: 'the destination is back',
              detail: { index },
            }),
          ),
        ),
      );
      await work(dataSource);
    } finally {
      await dataSource.destroy();
    }
  });
}

describe('the log of operator actions', () => {
  it('is one whole chain however many append at once', async () => {
    await withChain(20, async (dataSource) => {
      expect(await verifyOperatorActions(dataSource)).toEqual({
        entries: 20,
        lastHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      });
    });
  });

  it('refuses changes, and tells where somebody made one all the same', async () => {
    await withChain(5, async (dataSource) => {
      for (const change of [
        `UPDATE operator_action SET reason = 'x'`,
        'DELETE FROM operator_action',
        'TRUNCATE operator_action',
      ]) {
        await expect(dataSource.query(change)).rejects.toThrow('append-only');
      }
      await dataSource.query('ALTER TABLE operator_action DISABLE TRIGGER ALL');
      await dataSource.query(`UPDATE operator_action SET reason = 'another' WHERE sequence = 3`);
      expect(await verifyOperatorActions(dataSource)).toMatchObject({ entries: 2, brokenAt: '3' });
      await dataSource.query('DELETE FROM operator_action WHERE sequence <= 3');
      expect(await verifyOperatorActions(dataSource)).toMatchObject({ entries: 0, brokenAt: '4' });
    });
  });

  it('notes nothing of a change that was rolled back', async () => {
    await withChain(1, async (dataSource) => {
      const change = inTransaction(dataSource, async (client) => {
        await recordOperatorAction(client, {
          actor: 'a',
          action: 'b',
          subject: 'c',
          reason: 'd',
          detail: {},
        });
        throw new Error('no');
      });
      await expect(change).rejects.toThrow('no');
      expect(await verifyOperatorActions(dataSource)).toMatchObject({ entries: 1 });
    });
  });
});
