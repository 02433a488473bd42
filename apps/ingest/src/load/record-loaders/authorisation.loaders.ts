import {
  lockLedger,
  prepared,
  refreshEntitlements,
  reviewAuthorisations,
  setAffectedAttempts,
} from '@app/database';
import type { PoolClient } from 'pg';
import { setAside } from '../set-aside';
import { stagedTable } from '../staged-table';
import type { RecordLoader } from './record-loader';

/** A kind of answers to authorisations `m`, and what is noted in each once its authorisation is here. */
interface Answers {
  readonly table: string;
  readonly links: readonly (readonly [column: string, value: string])[];
}

const RESPONSES: Answers = {
  table: 'authorisation_response',
  links: [
    ['authorisation_id', 'm.id'],
    ['owed_to', 'CASE WHEN m.is_supplier_submitted THEN m.authorising_party_id END'],
  ],
};

const COMPLETIONS: Answers = { table: 'authorisation_completion', links: [['authorisation_id', 'm.id']] };

export const authorisationLoader: RecordLoader<'MA'> = {
  table: 'authorisation',
  columns: [
    'ma_file_name',
    'ma_record_number',
    'smso_id',
    'authorising_party_id',
    'is_supplier_submitted',
    'created_at',
    'responsible_supplier_id',
    'import_mpan',
    'mprn',
    'migrate_on',
    'migration_week',
    'has_priority',
    'certificate_serial_number',
    'is_active',
  ],
  values: (record, header) => [
    header.maFileName,
    record.recordNumber,
    header.smsoId,
    header.authorisingPartyId,
    header.authorisingPartyType === 'SUPPLIER',
    header.createdAt,
    record.responsibleSupplierId,
    record.importMpan,
    record.mprn,
    record.migrateOn,
    record.migrationWeek,
    record.priorityIndicator,
    record.organisationCertificateSerialNumber,
    record.meterStatus === 'A',
  ],
  async settle(client, sourceFileId) {
    for (const answers of [RESPONSES, COMPLETIONS]) {
      const { links } = answers;
      await client.query(
        `UPDATE ${answers.table} r SET ${links.map(([column, value]) => `${column} = ${value}`).join(', ')}
           FROM authorisation m
          WHERE m.source_file_id = $1 AND r.authorisation_id IS NULL
            AND r.ma_file_name = m.ma_file_name AND r.ma_record_number = m.ma_record_number`,
        [sourceFileId],
      );
      await setAsideContradictions(client, answers.table, 'm.source_file_id = $1', sourceFileId);
    }
    // R9: an authorisation that covers both meters of affiliates decides who receives the attempts that name it.
    const affected = await setAffectedAttempts(
      client,
      `SELECT a.id
         FROM authorisation m
         JOIN installation_record i
           ON (i.electricity_ma_file = m.ma_file_name AND i.electricity_ma_record = m.ma_record_number)
           OR (i.gas_ma_file = m.ma_file_name AND i.gas_ma_record = m.ma_record_number)
         JOIN attempt a ON a.id = i.id AND a.concluded_at IS NOT NULL
        WHERE m.source_file_id = $1 AND m.import_mpan IS NOT NULL AND m.mprn IS NOT NULL`,
      [sourceFileId],
    );
    if (affected === 0) return;
    await lockLedger(client);
    await refreshEntitlements(client);
  },
};

const RESPONSE_COLUMNS = [
  'mavr_file_name',
  'ma_file_name',
  'ma_record_number',
  'responded_at',
  'result',
  'import_mpan',
  'mprn',
  'reason_code',
  'comments',
  'includes_dormant',
];

export const authorisationResponseLoader: RecordLoader<'MAVR'> = {
  ...stagedTable(RESPONSES.table, RESPONSE_COLUMNS),
  columns: RESPONSE_COLUMNS,
  values: (record, header) => [
    header.businessKey,
    header.maFileName,
    record.recordNumber,
    header.createdAt,
    record.result,
    record.importMpan,
    record.mprn,
    record.reasonCode,
    record.comments,
    record.includesDormantMeter,
  ],
  settle: (client, sourceFileId) => insertAnswers(client, RESPONSES, RESPONSE_COLUMNS, sourceFileId),
};

const COMPLETION_COLUMNS = [
  'macr_file_name',
  'ma_file_name',
  'ma_record_number',
  'import_mpan',
  'mprn',
  'status',
  'reason_code',
  'completed_at',
  'smso_id',
  'requesting_party_id',
  'mcf_counter',
  'chf_id',
  'phase',
];

export const authorisationCompletionLoader: RecordLoader<'MACR'> = {
  ...stagedTable(COMPLETIONS.table, COMPLETION_COLUMNS),
  columns: COMPLETION_COLUMNS,
  values: (record, header) => [
    header.businessKey,
    record.maFileName,
    record.recordNumber,
    record.importMpan,
    record.mprn,
    record.status,
    record.reasonCode,
    record.completionDateTime,
    header.smsoId,
    header.requestingPartyId,
    record.mcfCounter,
    record.chfId,
    record.phase,
  ],
  settle: (client, sourceFileId) => insertAnswers(client, COMPLETIONS, COMPLETION_COLUMNS, sourceFileId),
};

/** Moves staged answers to their table; one whose authorisation is not here yet waits for it (fine print 15). */
async function insertAnswers(
  client: PoolClient,
  { table, links }: Answers,
  columns: readonly string[],
  sourceFileId: string,
): Promise<void> {
  await client.query(
    prepared(`
    INSERT INTO ${table} (source_file_id, record_number, ${[...links.map(([column]) => column), ...columns].join(', ')})
    SELECT s.source_file_id, s.record_number,
           ${[...links.map(([, value]) => value), ...columns.map((column) => `s.${column}`)].join(', ')}
      FROM staging_${table} s
      LEFT JOIN authorisation m USING (ma_file_name, ma_record_number)`),
  );
  await setAsideContradictions(client, table, 'r.source_file_id = $1', sourceFileId);
  await reviewAuthorisations(
    client,
    `SELECT a.id FROM staging_${table} s JOIN authorisation a USING (ma_file_name, ma_record_number)
      WHERE s.source_file_id = $1`,
    [sourceFileId],
  );
}

/** An answer with an MPxN that its authorisation does not have, or has otherwise, is set aside (fine print 26). */
async function setAsideContradictions(
  client: PoolClient,
  answers: string,
  scope: string,
  sourceFileId: string,
): Promise<void> {
  await setAside(
    client,
    `DELETE FROM ${answers} r USING authorisation m
      WHERE ${scope} AND m.id = r.authorisation_id
        AND ((r.import_mpan IS NOT NULL AND r.import_mpan IS DISTINCT FROM m.import_mpan)
             OR (r.mprn IS NOT NULL AND r.mprn IS DISTINCT FROM m.mprn))
     RETURNING r.source_file_id, r.record_number, 'FIELD' AS code,
       CASE WHEN r.import_mpan IS NOT NULL AND r.import_mpan IS DISTINCT FROM m.import_mpan
            THEN 'ImportMPAN' ELSE 'MPRN' END AS field,
       CASE WHEN r.import_mpan IS NOT NULL AND r.import_mpan IS DISTINCT FROM m.import_mpan
            THEN r.import_mpan ELSE r.mprn END AS value,
       'contradicts the Migration Authorisation that it answers' AS message`,
    [sourceFileId],
  );
}
