import { prepared } from '@app/database';
import type { CopyValue } from '@app/database';
import type { FileKind, HeaderByKind, RecordByKind } from '@app/migration-files';
import { settleAttempts } from '../settle-attempts';
import { stagedTable } from '../staged-table';
import type { RecordLoader } from './record-loader';

/** Kinds whose records speak of one attempt: by common file and CHF ID. */
type AttemptKind = Extract<FileKind, 'MCVF' | 'MGF' | 'MGEF' | 'S1SPCF' | 'COF'>;

const KEY_COLUMNS = ['smso_id', 'requesting_party_id', 'mcf_counter', 'chf_id', 'created_at'];

/** Records that decide whether and when an attempt commenced; outcomes do not. */
const COMMENCING_TABLES: ReadonlySet<string> = new Set(['validation_result', 'group_membership']);

/** A loader of records that wait for their common file record if it is not here yet (fine print 15). */
function attemptRecordLoader<K extends AttemptKind>(
  target: string,
  furtherColumns: readonly string[],
  furtherValues: (record: RecordByKind[K], header: HeaderByKind[K]) => readonly CopyValue[],
): RecordLoader<K> {
  const columns = [...KEY_COLUMNS, ...furtherColumns];
  return {
    ...stagedTable(target, columns),
    columns,
    values: (record, header) => [
      header.smsoId,
      header.requestingPartyId,
      header.mcfCounter,
      record.chfId,
      header.createdAt,
      ...furtherValues(record, header),
    ],
    async settle(client, sourceFileId) {
      await client.query(
        prepared(`
        INSERT INTO ${target} (source_file_id, record_number, attempt_id, ${columns.join(', ')})
        SELECT s.source_file_id, s.record_number, a.id, ${columns.map((column) => `s.${column}`).join(', ')}
          FROM staging_${target} s
          LEFT JOIN attempt a USING (smso_id, requesting_party_id, mcf_counter, chf_id)`),
      );
      await settleAttempts(
        client,
        `SELECT a.id FROM staging_${target} s
           JOIN attempt a USING (smso_id, requesting_party_id, mcf_counter, chf_id)
          WHERE s.source_file_id = $1`,
        [sourceFileId],
        COMMENCING_TABLES.has(target),
      );
    },
  };
}

export const validationLoader = attemptRecordLoader<'MCVF'>(
  'validation_result',
  ['s1sp_id', 's1sp_counter', 'is_valid', 'reason_code'],
  (record, header) => [header.originator, header.counter, record.result === 'VALID', record.reasonCode],
);

const GROUP_COLUMNS = ['group_id', 'group_file_counter', 'is_encrypted'];

export const groupFileLoader = attemptRecordLoader<'MGF'>('group_membership', GROUP_COLUMNS, (_, header) => [
  header.groupId,
  header.counter,
  false,
]);

export const groupEncryptedFileLoader = attemptRecordLoader<'MGEF'>(
  'group_membership',
  GROUP_COLUMNS,
  (_, header) => [header.groupId, header.counter, true],
);

export const s1spCommissioningLoader = attemptRecordLoader<'S1SPCF'>(
  's1sp_outcome',
  ['group_id', 's1sp_id', 's1sp_counter', 'succeeded', 'reason_code', 'rollback'],
  (record, header) => [
    header.groupId,
    header.originator,
    header.counter,
    record.result === 'SUCCESS',
    record.reasonCode,
    record.rollback,
  ],
);

export const commissioningOutcomeLoader = attemptRecordLoader<'COF'>(
  'commissioning_outcome',
  [
    'group_id',
    'commissioning_party_id',
    'commissioning_party_counter',
    'succeeded',
    'reason_code',
    'smart_metering_systems',
  ],
  (record, header) => [
    header.groupId,
    header.originator,
    header.counter,
    record.result === 'SUCCESS',
    record.reasonCode,
    record.smartMeteringSystems.length > 0 ? JSON.stringify(record.smartMeteringSystems) : null,
  ],
);
