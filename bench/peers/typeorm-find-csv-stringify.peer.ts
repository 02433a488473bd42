/** What a user would write: TypeORM `find` of all rows, csv-stringify, a file. `view` has the report's columns. */
import 'reflect-metadata';
import { createWriteStream } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import { DataSource, EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { timed } from './timed';

/** Counter of the common file and CHF ID: TypeORM takes rows of one key for one row. */
const KEY = ['c5', 'c9'];

interface Options {
  readonly url: string;
  readonly view: string;
  readonly columns: readonly string[];
  readonly file: string;
}

timed(async ({ url, view, columns, file }: Options) => {
  const ReportRow = new EntitySchema<Record<string, string | null>>({
    name: 'ReportRow',
    tableName: view,
    columns: Object.fromEntries(
      columns.map((column): [string, EntitySchemaColumnOptions] => [
        column,
        { type: 'text', nullable: true, primary: KEY.includes(column) },
      ]),
    ),
  });
  const dataSource = new DataSource({ type: 'postgres', url, entities: [ReportRow] });
  await dataSource.initialize();
  const start = performance.now();
  const rows = await dataSource.getRepository(ReportRow).find();
  await pipeline(Readable.from(rows), stringify({ columns: [...columns] }), createWriteStream(file));
  void dataSource.destroy();
  return { start };
});
