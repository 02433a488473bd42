import { REPORTED_DEVICE_TYPES, type ReportedDeviceType } from '@app/mrr';
import type { ReportContext } from './report-query';

const DEVICE_FIELDS = ['guid', 'manufacturer', 'model', 'type', 'firmware'] as const;

/** SQL conditions for what the recipient may see of an installation's two meters. */
export interface Visibility {
  readonly electricity: string;
  readonly gas: string;
}

/**
 * What the recipient may see of the installations whose flags stand in `flags` (a table or its alias). R11: a DNO may see the gas
 * meter, by setting.
 */
export function visibilityOf({ recipientRole, settings }: ReportContext, flags: string): Visibility {
  const seesAllMeters = recipientRole === 'SUPPLIER' || settings.dnoSeesGasMeter;
  return { electricity: `${flags}.sees_electricity`, gas: seesAllMeters ? `${flags}.sees_gas` : 'false' };
}

const seen = (condition: string, column: string): string => `CASE WHEN ${condition} THEN ${column} END`;

/**
 * Columns 2 to 18 of the INST block over `i` (installation_record) and `a` (attempt). `reporting` gives the SQL of
 * columns 3, 7 and 8, which differ between a concluded and an in-process attempt.
 */
export function installationColumns(
  visibility: Visibility,
  reporting: { commissioningFileAt: string; partyId: string; partyCounter: string; isSplit: string },
): string {
  const { electricity, gas } = visibility;
  return `i.smso_id, report_datetime(${reporting.commissioningFileAt}), i.requesting_party_id, i.mcf_counter, a.group_id,
    ${reporting.partyId}, ${reporting.partyCounter}, i.chf_id, ${reporting.isSplit}::int,
    ${seen(electricity, 'i.import_mpan')}, ${seen(electricity, 'i.electricity_supplier_id')},
    ${seen(electricity, 'i.distributor_id')}, ${seen(electricity, 'i.electricity_active::int')},
    ${seen(gas, 'i.mprn')}, ${seen(gas, 'i.gas_supplier_id')}, ${seen(gas, 'i.gas_active::int')},
    i.to_be_commissioned_by_dcc::int`;
}

/** The 35 columns of the DEV block over `i` (installation_record); a masked meter is five empty fields. */
export function deviceColumns(visibility: Visibility): string {
  const condition: Partial<Record<ReportedDeviceType, string>> = {
    ESME: visibility.electricity,
    GSME: visibility.gas,
  };
  return REPORTED_DEVICE_TYPES.flatMap((device) =>
    DEVICE_FIELDS.map((field) => {
      const column = `i.${device.toLowerCase()}_${field}`;
      return condition[device] ? seen(condition[device], column) : column;
    }),
  ).join(', ');
}
