/**
 * What a user would write: records of a Migration Common File by TypeORM `save` in chunks of 1,000, in one transaction.
 * It is given the product's reader, which is faster than what that user would have.
 */
import 'reflect-metadata';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { performance } from 'node:perf_hooks';
import { readMigrationFile } from '@app/migration-files';
import { DataSource, EntitySchema, type EntityManager, type EntitySchemaColumnOptions } from 'typeorm';
import { commonFileLoader } from '../../apps/ingest/src/load/record-loaders/common-file.loader';
import { timed } from './timed';

const CHUNK = 1_000;
const ATTEMPT_COLUMNS = [
  'smso_id',
  'requesting_party_id',
  'mcf_counter',
  'chf_id',
  'to_be_commissioned_by_dcc',
  'electricity_supplier_id',
  'electricity_active',
  'gas_supplier_id',
  'gas_active',
];

type Row = Record<string, unknown>;

const columnsOf = (names: readonly string[]): Record<string, EntitySchemaColumnOptions> =>
  Object.fromEntries(names.map((name) => [name, { type: 'text', nullable: true }]));

const InstallationRecord = new EntitySchema<Row>({
  name: 'InstallationRecord',
  tableName: 'installation_record',
  columns: {
    id: { type: 'bigint', primary: true, generated: 'increment' },
    ...columnsOf(['source_file_id', 'record_number', ...commonFileLoader.columns]),
  },
});
const Attempt = new EntitySchema<Row>({
  name: 'Attempt',
  tableName: 'attempt',
  columns: { id: { type: 'bigint', primary: true }, ...columnsOf(ATTEMPT_COLUMNS) },
});

timed(async ({ url, file, sourceFileId }: { url: string; file: string; sourceFileId: string }) => {
  const dataSource = new DataSource({ type: 'postgres', url, entities: [InstallationRecord, Attempt] });
  await dataSource.initialize();
  const start = performance.now();
  await dataSource.transaction((manager) => saveFile(manager, file, sourceFileId));
  void dataSource.destroy();
  return { start };
});

async function saveFile(manager: EntityManager, file: string, sourceFileId: string): Promise<void> {
  let rows: Row[] = [];
  const save = async (): Promise<void> => {
    const saved = await manager.save(InstallationRecord, rows);
    const attempts = saved.map((row) =>
      Object.fromEntries(['id', ...ATTEMPT_COLUMNS].map((name) => [name, row[name]])),
    );
    await manager.save(Attempt, attempts);
    rows = [];
  };
  let header: Parameters<typeof commonFileLoader.values>[1] | undefined;
  for await (const events of readMigrationFile(basename(file), createReadStream(file))) {
    for (const event of events) {
      if (event.type === 'header') header = event.header as typeof header;
      if (event.type !== 'record' || !header) continue;
      const values = commonFileLoader.values(
        event.record as Parameters<typeof commonFileLoader.values>[0],
        header,
      );
      const named = Object.fromEntries(
        commonFileLoader.columns.map((name, index) => [name, values[index] ?? null]),
      );
      rows.push({ source_file_id: sourceFileId, record_number: event.recordNumber, ...named });
      if (rows.length === CHUNK) await save();
    }
  }
  await save();
}
