import type { DataSource } from 'typeorm';

/** The destination ends every upload a day after its creation. */
const USELESS_AFTER = '2 days';

/** Keeps the uploads in progress of all distribution processes; the content of `sealed` is encrypted by its user. */
export class UploadSessionRepository {
  constructor(private readonly dataSource: DataSource) {}

  async load(destination: string): Promise<Buffer | null> {
    const [row] = await this.dataSource.query<{ sealed: Buffer }[]>(
      'SELECT sealed FROM upload_session WHERE destination = $1',
      [destination],
    );
    return row?.sealed ?? null;
  }

  /** Replaces an earlier upload to the same destination, and clears away those that have long ended. */
  async save(destination: string, sealed: Buffer): Promise<void> {
    await this.dataSource.query(
      `WITH ended AS (
         DELETE FROM upload_session WHERE saved_at < now() - $3::interval AND destination <> $1
       )
       INSERT INTO upload_session (destination, sealed) VALUES ($1, $2)
       ON CONFLICT (destination) DO UPDATE SET sealed = EXCLUDED.sealed, saved_at = now()`,
      [destination, sealed, USELESS_AFTER],
    );
  }

  async remove(destination: string): Promise<void> {
    await this.dataSource.query('DELETE FROM upload_session WHERE destination = $1', [destination]);
  }
}
