import { prepared } from '@app/database';
import { REPORTED_DEVICE_TYPES } from '@app/mrr';
import type { PoolClient } from 'pg';
import { settleAttempts } from '../settle-attempts';
import type { RecordLoader } from './record-loader';

const deviceColumns = REPORTED_DEVICE_TYPES.flatMap((type) =>
  ['guid', 'manufacturer', 'model', 'type', 'firmware'].map((field) => `${type.toLowerCase()}_${field}`),
);

/** Common file records, wide, straight into their table: they wait for nobody. */
export const commonFileLoader: RecordLoader<'MCF'> = {
  table: 'installation_record',
  columns: [
    'smso_id',
    'requesting_party_id',
    'mcf_counter',
    'chf_id',
    'created_at',
    'to_be_commissioned_by_dcc',
    'import_mpan',
    'electricity_supplier_id',
    'electricity_active',
    'electricity_ma_file',
    'electricity_ma_record',
    'mprn',
    'gas_supplier_id',
    'gas_active',
    'gas_ma_file',
    'gas_ma_record',
    ...deviceColumns,
    'other_devices',
  ],
  values: ({ chfId, isToBeCommissionedByDcc, electricity, gas, devices, otherDevices }, header) => [
    header.smsoId,
    header.requestingPartyId,
    header.mcfCounter,
    chfId,
    header.createdAt,
    isToBeCommissionedByDcc,
    electricity?.importMpan,
    electricity?.responsibleSupplierId,
    electricity?.isActive,
    electricity?.authorisation?.maFileName,
    electricity?.authorisation?.maRecordNumber,
    gas?.mprn,
    gas?.responsibleSupplierId,
    gas?.isActive,
    gas?.authorisation?.maFileName,
    gas?.authorisation?.maRecordNumber,
    ...REPORTED_DEVICE_TYPES.flatMap((type) => {
      const device = devices[type];
      return [
        device?.deviceId,
        device?.manufacturer,
        device?.model,
        device?.deviceType,
        device?.firmwareVersion,
      ];
    }),
    otherDevices.length > 0 ? JSON.stringify(otherDevices) : null,
  ],
  async copied(client, sourceFileId, firstRecord) {
    await client.query(prepared(INSERT_ATTEMPTS, [sourceFileId, firstRecord]));
  },
  async settle(client, sourceFileId) {
    await takeUpWaitingRecords(client, sourceFileId);
    await settleAttempts(client, TAKEN_UP, [sourceFileId], true);
  },
};

const INSERT_ATTEMPTS = `
  INSERT INTO attempt (id, smso_id, requesting_party_id, mcf_counter, chf_id, to_be_commissioned_by_dcc,
                       electricity_supplier_id, electricity_active, gas_supplier_id, gas_active, distributor_id)
  SELECT id, smso_id, requesting_party_id, mcf_counter, chf_id, to_be_commissioned_by_dcc,
         electricity_supplier_id, electricity_active, gas_supplier_id, gas_active, distributor_id
    FROM installation_record WHERE source_file_id = $1 AND record_number >= $2`;

const RECORDS_OF_ATTEMPTS = [
  'validation_result',
  'group_membership',
  's1sp_outcome',
  'commissioning_outcome',
];

/** Records that came before this common file find it now (fine print 15). */
async function takeUpWaitingRecords(client: PoolClient, sourceFileId: string): Promise<void> {
  for (const table of RECORDS_OF_ATTEMPTS) {
    await client.query(
      `UPDATE ${table} r SET attempt_id = i.id
         FROM installation_record i
        WHERE i.source_file_id = $1 AND r.attempt_id IS NULL
          AND r.smso_id = i.smso_id AND r.requesting_party_id = i.requesting_party_id
          AND r.mcf_counter = i.mcf_counter AND r.chf_id = i.chf_id`,
      [sourceFileId],
    );
  }
}

/** Attempts of this file of which something is known already. */
const TAKEN_UP = `
  SELECT i.id FROM installation_record i
   WHERE i.source_file_id = $1
     AND (${RECORDS_OF_ATTEMPTS.map((table) => `EXISTS (SELECT 1 FROM ${table} r WHERE r.attempt_id = i.id)`).join(' OR ')})`;
