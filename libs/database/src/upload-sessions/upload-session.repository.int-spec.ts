import { withTestDatabase } from '@app/testing';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../data-source';
import { UploadSessionRepository } from './upload-session.repository';

async function withRepository(
  test: (repository: UploadSessionRepository, dataSource: DataSource) => Promise<void>,
): Promise<void> {
  await withTestDatabase(async (url) => {
    const dataSource = new DataSource(
      dataSourceOptions({ url, poolSize: 2, applicationName: 'upload-session-test' }),
    );
    await dataSource.initialize();
    try {
      await test(new UploadSessionRepository(dataSource), dataSource);
    } finally {
      await dataSource.destroy();
    }
  });
}

describe('UploadSessionRepository', () => {
  it('gives back the last upload of each destination, byte for byte, until it is removed', async () => {
    await withRepository(async (repository) => {
      await repository.save('drive/a/x#1.csv', Buffer.from([0, 255, 1]));
      await repository.save('drive/a/x#1.csv', Buffer.from([7, 0, 200]));
      await repository.save('drive/b/x#1.csv', Buffer.from([9]));
      expect(await repository.load('drive/a/x#1.csv')).toEqual(Buffer.from([7, 0, 200]));
      await repository.remove('drive/a/x#1.csv');
      expect(await repository.load('drive/a/x#1.csv')).toBeNull();
      expect(await repository.load('drive/b/x#1.csv')).toEqual(Buffer.from([9]));
    });
  });

  it('clears away what has ended long ago, and nothing younger', async () => {
    await withRepository(async (repository, dataSource) => {
      for (const destination of ['old', 'young']) await repository.save(destination, Buffer.from('x'));
      await dataSource.query(
        `UPDATE upload_session SET saved_at = now() - interval '3 days' WHERE destination = 'old'`,
      );
      await repository.save('next', Buffer.from('x'));
      expect(await repository.load('old')).toBeNull();
      expect(await repository.load('young')).not.toBeNull();
    });
  });
});
