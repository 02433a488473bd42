import type { Client } from 'pg';
import { copyLots } from './copy-lots';
import { numberTellings, recordNilSlots, recordTellings, TOLD_COLUMNS } from './tell-history';
import {
  CHECK_SUMS,
  COPY_CHECK_SUMS,
  PAST_NAME_FUNCTION,
  pastName,
  shiftedColumn,
  type Spans,
} from './shifted-columns';

export interface CopyRequest {
  /** SQL that yields the ids of the sample's attempts to be copied. */
  readonly attempts: string;
  /** How far back each copy lies, 0 for the sample's own week; as many copies as there are numbers. */
  readonly weeksBack: readonly number[];
  /** The number of the first copy, from 1: two requests on one database must not overlap. */
  readonly firstNumber: number;
  /** Whether the copies' outcomes were told by issues of their own time; else they are as untold as the sample's. */
  readonly isTold: boolean;
  readonly tell: (text: string) => void;
}

/** Tables of what is copied, with the sample's rows that belong to the chosen attempts or their authorisations. */
const TABLES: readonly {
  readonly table: string;
  readonly key: 'id' | 'attempt_id' | 'authorisation_id';
  readonly of: 'attempt' | 'authorisation';
}[] = [
  { table: 'installation_record', key: 'id', of: 'attempt' },
  { table: 'attempt', key: 'id', of: 'attempt' },
  { table: 'validation_result', key: 'attempt_id', of: 'attempt' },
  { table: 'group_membership', key: 'attempt_id', of: 'attempt' },
  { table: 's1sp_outcome', key: 'attempt_id', of: 'attempt' },
  { table: 'commissioning_outcome', key: 'attempt_id', of: 'attempt' },
  { table: 'ledger_entry', key: 'attempt_id', of: 'attempt' },
  { table: 'authorisation', key: 'id', of: 'authorisation' },
  { table: 'authorisation_response', key: 'authorisation_id', of: 'authorisation' },
  { table: 'authorisation_completion', key: 'authorisation_id', of: 'authorisation' },
];

/**
 * Multiplies what the product's loader has made of a sample: each copy is the chosen attempts with all that belongs to
 * them, at other installations (other devices and meters), some weeks earlier. Rows are written in bulk, past the
 * indexes, which are made again afterwards. Nothing is derived here: a copy's timeline and ledger are the sample's own.
 */
export async function copyAttempts(client: Client, request: CopyRequest): Promise<void> {
  // One transaction: PostgreSQL then writes a table that it empties and fills past its log.
  await client.query('BEGIN');
  await client.query(`SET LOCAL session_replication_role = replica; SET LOCAL maintenance_work_mem = '1GB';
                      SET LOCAL search_path = public, pg_temp; SET LOCAL synchronize_seqscans = off`);
  await client.query(PAST_NAME_FUNCTION);
  await makeCopyTable(client, request);
  const spans = await measureSpans(client);
  await copySourceFiles(client, spans);
  if (request.isTold) await numberTellings(client);
  await copyLots(client, spans.lots, request.isTold);
  for (const { table, key, of } of TABLES) {
    const start = performance.now();
    await copyTable(client, table, `s.${key} IN (SELECT id FROM bench_${of})`, spans, request.isTold);
    request.tell(`${table}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  }
  if (request.isTold) {
    await recordTellings(client, spans.authorisations);
    await recordNilSlots(client);
  }
  await moveSequences(client);
  await client.query('COMMIT');
  await client.query('VACUUM ANALYZE');
}

async function makeCopyTable(
  client: Client,
  { attempts, weeksBack, firstNumber }: CopyRequest,
): Promise<void> {
  await client.query(`
    CREATE TEMP TABLE bench_copy (number bigint, weeks integer, lane integer, octets text, digits text,
                                  mpan_sum integer, mprn_sum integer) ON COMMIT DROP`);
  await client.query(
    `INSERT INTO bench_copy
     SELECT number, weeks, row_number() OVER (PARTITION BY weeks ORDER BY number),
            regexp_replace(lpad(upper(to_hex(number)), 4, '0'), '(..)(..)', '\\1-\\2'),
            digits, ${COPY_CHECK_SUMS.mpan}, ${COPY_CHECK_SUMS.mprn}
       FROM (SELECT $2::integer + place - 1 AS number, weeks, (1000 + $2::integer + place - 1)::text AS digits
               FROM unnest($1::integer[]) WITH ORDINALITY AS w (weeks, place)) copies`,
    [weeksBack, firstNumber],
  );
  await client.query(`
    CREATE TEMP TABLE bench_attempt ON COMMIT DROP AS SELECT id FROM (${attempts}) chosen (id);
    CREATE TEMP TABLE bench_authorisation ON COMMIT DROP AS
      SELECT DISTINCT authorisation_id AS id FROM authorisation_link
       WHERE attempt_id IN (SELECT id FROM bench_attempt)`);
}

async function measureSpans(client: Client): Promise<Spans> {
  const { rows } = await client.query<Record<keyof Spans, number>>(`
    SELECT (SELECT max(id) + 1 FROM installation_record)::int AS attempts,
           (SELECT max(id) + 1 FROM authorisation)::int AS authorisations,
           (SELECT max(id) + 1 FROM ledger_lot)::int AS lots,
           (SELECT max(id) + 1 FROM source_file)::int AS "sourceFiles"`);
  const spans = rows[0];
  if (!spans) throw new Error('The sample is empty');
  return spans;
}

/** Those of an earlier week; names and keys change so that they stay unique. */
async function copySourceFiles(client: Client, { sourceFiles }: Spans): Promise<void> {
  await client.query(`
    INSERT INTO source_file (id, path, name, name_key, sha256, size_bytes, archive_key, received_at, state, kind,
      business_key, originator, counter, created_at, record_count, set_aside_count, finished_at)
    OVERRIDING SYSTEM VALUE
    SELECT s.id + w.weeks * ${sourceFiles}, s.path, s.name, w.weeks || ' weeks before ' || s.name_key,
           w.weeks || ' weeks before ' || s.sha256, s.size_bytes, s.archive_key,
           s.received_at - w.weeks * interval '7 days', s.state, s.kind, w.weeks || ' weeks before ' || s.business_key,
           s.originator, s.counter + w.weeks * 100000, s.created_at - w.weeks * interval '7 days', s.record_count,
           s.set_aside_count, s.finished_at - w.weeks * interval '7 days'
      FROM source_file s
     CROSS JOIN (SELECT DISTINCT weeks FROM bench_copy WHERE weeks > 0) w
     WHERE s.id < ${sourceFiles} AND s.kind NOT IN ('ORG', 'COMMIT')`);
}

async function copyTable(
  client: Client,
  table: string,
  condition: string,
  spans: Spans,
  isTold: boolean,
): Promise<void> {
  const columns = await copiedColumns(client, table);
  const names = columns.map(({ name }) => name).join(', ');
  const told = isTold ? TOLD_COLUMNS[table] : undefined;
  const values = columns.map(({ name, type }) =>
    name === told?.column ? told.value : shiftedColumn(table, name, type, spans),
  );
  const definitions = await dropIndexes(client, table);
  await client.query(`CREATE TEMP TABLE bench_kept ON COMMIT DROP AS SELECT ${names} FROM ${table};
                      TRUNCATE ${table} RESTART IDENTITY`);
  const further = [
    ...(columns.some(({ name }) => name === 'import_mpan')
      ? [
          { name: 'mpan_sum', value: CHECK_SUMS.mpan },
          { name: 'mprn_sum', value: CHECK_SUMS.mprn },
        ]
      : []),
    ...(told ? [{ name: 'told_number', value: told.toldNumber }] : []),
  ];
  await client.query(`
    CREATE TEMP TABLE bench_original ON COMMIT DROP AS
    SELECT ${['s.*', ...further.map(({ name, value }) => `${value} AS ${name}`)].join(', ')} FROM bench_kept s WHERE ${condition}`);
  const { rows: weeks } = await client.query<{ weeks: number }>(
    'SELECT DISTINCT weeks FROM bench_copy ORDER BY weeks DESC',
  );
  // Week after week, so that rows lie in the order of their time, as ingest would have left them.
  for (const { weeks: past } of weeks) {
    const named = [...columns, ...further].map(({ name }) => pastName(name, past));
    await client.query(`
      INSERT INTO ${table} (${names}) OVERRIDING SYSTEM VALUE
      SELECT ${values.join(', ')}
        FROM bench_copy c CROSS JOIN (SELECT ${named.join(', ')} FROM bench_original s OFFSET 0) s
       WHERE c.weeks = ${past}`);
  }
  await client.query(`INSERT INTO ${table} (${names}) OVERRIDING SYSTEM VALUE SELECT * FROM bench_kept`);
  await client.query('DROP TABLE bench_kept, bench_original');
  for (const definition of definitions) await client.query(definition);
}

/** All but what the database makes itself: generated columns, and the ids of rows that nothing refers to. */
async function copiedColumns(client: Client, table: string): Promise<{ name: string; type: string }[]> {
  const { rows } = await client.query<{ name: string; type: string }>(
    `SELECT column_name AS name, data_type AS type FROM information_schema.columns
      WHERE table_schema = 'public' AND table_name = $1 AND is_generated = 'NEVER'
        AND NOT (column_name = 'id' AND is_identity = 'YES' AND $1 NOT IN ('installation_record', 'authorisation'))
      ORDER BY ordinal_position`,
    [table],
  );
  return rows;
}

/** @returns the statements that make them again */
async function dropIndexes(client: Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ drop: string; make: string }>(
    `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
            format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS make
       FROM pg_constraint WHERE conrelid = $1::regclass AND contype IN ('p', 'u')
      UNION ALL
     SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
       FROM pg_index i
      WHERE indrelid = $1::regclass
        AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid AND contype IN ('p', 'u'))`,
    [table],
  );
  for (const { drop } of rows) await client.query(drop);
  return rows.map(({ make }) => make);
}

async function moveSequences(client: Client): Promise<void> {
  const { rows } = await client.query<{ table: string }>(`
    SELECT table_name AS table FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name = 'id' AND is_identity = 'YES'`);
  for (const { table } of rows) {
    await client.query(
      `SELECT setval(pg_get_serial_sequence('${table}', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM ${table}), false)`,
    );
  }
}
