import type { Pool } from 'pg';
import type { InputFile } from '../../reference/load';
import { sha256Of } from './drive-watch';

interface Claim {
  readonly path: string;
  readonly sha256: string;
  readonly receipt: { readonly sha256?: string; readonly bytes?: number };
}

/**
 * P7: what the product says to have delivered, held against what lies there. The product's word is what is judged here,
 * not what is judged by.
 */
export async function falseClaims(database: Pool, delivered: readonly InputFile[]): Promise<string[]> {
  const { rows } = await database.query<Claim>(
    `SELECT i.folder || '/' || i.file_name AS path, i.sha256, d.receipt
       FROM delivery d JOIN issue i ON i.id = d.issue_id`,
  );
  const there = new Map(delivered.map(({ path, bytes }) => [path, bytes]));
  return rows.flatMap(({ path, sha256, receipt }) => {
    const bytes = there.get(path);
    if (!bytes) return [`P7 ${path}: said to be delivered, but not there`];
    const found = sha256Of(bytes);
    if (found !== sha256) return [`P7 ${path}: other content than the issue's`];
    if (receipt.sha256 !== undefined && found !== receipt.sha256)
      return [`P7 ${path}: other content than the receipt's`];
    if (receipt.bytes !== undefined && bytes.length !== receipt.bytes)
      return [`P7 ${path}: other size than the receipt's`];
    return [];
  });
}
