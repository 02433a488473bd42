import { pipeline, Readable } from 'node:stream';
import { prepared } from '@app/database';
import { escapeLiteral } from 'pg';
import type { PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { CrlfTransform } from './crlf-transform';
import { csvRows } from './csv-row';
import type { SqlQuery } from './queries/report-query';

/** COPY takes no parameters. The values are our own ids, instants and settings; they are escaped all the same. */
function withLiterals({ text, values }: SqlQuery): string {
  return text.replace(/\$(\d+)/g, (_placeholder, position: string) => {
    const value = values[Number(position) - 1];
    if (value === undefined) throw new TypeError(`Parameter $${position} has no value`);
    return escapeLiteral(value instanceof Date ? value.toISOString() : String(value));
  });
}

/** CSV bytes, and how many records have passed so far. */
export type DetailRows = Readable & { readonly recordCount: number };

/** The detail rows as CSV bytes, relayed from COPY: as fast as PostgreSQL writes them, in constant memory. */
export function detailRows(client: PoolClient, query: SqlQuery): DetailRows {
  const source = client.query(copyTo(`COPY (${withLiterals(query)}) TO STDOUT (FORMAT csv)`));
  return pipeline(source, new CrlfTransform(), () => undefined);
}

/**
 * The same rows by csv-stringify, all in memory, proven equal byte for byte. For few rows: a COPY is planned anew each
 * time, which then takes longer than reading and writing them.
 */
export async function fewDetailRows(client: PoolClient, query: SqlQuery): Promise<DetailRows> {
  const { rows } = await client.query<(string | number | boolean | null)[]>({
    ...prepared(query.text, query.values),
    rowMode: 'array',
  });
  const text = csvRows(rows.map((row) => row.map((value) => (value === null ? null : String(value)))));
  const bytes = rows.length > 0 ? [Buffer.from(text)] : [];
  return Object.assign(Readable.from(bytes, { objectMode: false }), { recordCount: rows.length });
}
