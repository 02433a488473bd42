import { isoInstant, type Instant } from '../instant';
import { sixDigits } from '../sample-identifiers';
import type { FileDraft } from './file-draft';
import { element, migrationFileXml, parent, xmlInstallation } from './xml-content';

/** What names a Migration Common File. */
export interface CommonFileReference {
  readonly smsoId: string;
  readonly requestingPartyId: string;
  readonly mcfCounter: number;
}

export interface CommonMeter {
  readonly mpxn: string;
  readonly responsibleSupplierId: string;
  readonly active: boolean;
  readonly authorisation?: { readonly fileId: string; readonly recordNumber: number } | undefined;
}

export type DeviceType = 'CHF' | 'GPF' | 'ESME' | 'GSME' | 'PPMID' | 'IHD' | 'CAD' | 'HCALCS';

export interface CommonDevice {
  readonly id: string;
  readonly type: DeviceType;
  readonly manufacturer: string;
  readonly model: string;
  readonly firmware?: string | undefined;
}

export interface CommonInstallation {
  readonly chfId: string;
  readonly toBeCommissionedByDcc: boolean;
  readonly electricity?: CommonMeter | undefined;
  readonly gas?: CommonMeter | undefined;
  readonly devices: readonly CommonDevice[];
}

export const COMMON_FILE_ROOT = 'MigrationCommonFile';

/** `<SMSOID>_<RequestingPartyID>_<MCFCounter6>`, the part that file names share. */
export function commonFileReference(reference: CommonFileReference): string {
  return `${reference.smsoId}_${reference.requestingPartyId}_${sixDigits(reference.mcfCounter)}`;
}

/** `SMSOID`, `RequestingPartyID`, `MCFCounter` as header elements. */
export function referenceElements(reference: CommonFileReference): string[] {
  return [
    element('SMSOID', reference.smsoId),
    element('RequestingPartyID', reference.requestingPartyId),
    element('MCFCounter', reference.mcfCounter),
  ];
}

export function closingHeaderElements(createdAt: Instant, recordCount: number): string[] {
  return [element('CreationDateTime', isoInstant(createdAt)), element('RecordCount', recordCount)];
}

/** Migration Common File. Installations are asked for one by one when the file is written. */
export function commonFile(
  reference: CommonFileReference,
  createdAt: Instant,
  installations: readonly (() => CommonInstallation)[],
): FileDraft {
  return {
    name: `MCF_${commonFileReference(reference)}.xml`,
    createdAt,
    render: () =>
      migrationFileXml(
        COMMON_FILE_ROOT,
        [...referenceElements(reference), ...closingHeaderElements(createdAt, installations.length)],
        installations.map((installation) => commonInstallationXml(installation())),
      ),
  };
}

export function commonInstallationXml(installation: CommonInstallation): string {
  return xmlInstallation(
    element('CHFID', installation.chfId),
    element('ToBeCommissionedByDCC', installation.toBeCommissionedByDcc),
    installation.electricity ? meterXml('Electricity', 'ImportMPAN', installation.electricity) : '',
    installation.gas ? meterXml('Gas', 'MPRN', installation.gas) : '',
    ...installation.devices.map((device) =>
      parent(
        'Device',
        element('DeviceID', device.id),
        element('DeviceType', device.type),
        element('Manufacturer', device.manufacturer),
        element('Model', device.model),
        element('FirmwareVersion', device.firmware),
      ),
    ),
  );
}

function meterXml(name: 'Electricity' | 'Gas', mpxnName: 'ImportMPAN' | 'MPRN', meter: CommonMeter): string {
  return parent(
    name,
    element(mpxnName, meter.mpxn),
    element('ResponsibleSupplierID', meter.responsibleSupplierId),
    element('Active', meter.active),
    element('MAFileName', meter.authorisation?.fileId),
    element('MARecordNumber', meter.authorisation?.recordNumber),
  );
}

export interface CommonValidationRow {
  readonly chfId: string;
  readonly result: 'VALID' | 'INVALID';
  readonly reasonCode?: string | undefined;
}

/** Migration Common Validation File. */
export function commonValidationFile(
  header: { readonly s1spId: string; readonly s1spCounter: number; readonly createdAt: Instant },
  reference: CommonFileReference,
  rows: readonly CommonValidationRow[],
): FileDraft {
  return {
    name: `MCVF_${header.s1spId}_${sixDigits(header.s1spCounter)}.xml`,
    createdAt: header.createdAt,
    render: () =>
      migrationFileXml(
        'MigrationCommonValidationFile',
        [
          element('S1SPID', header.s1spId),
          element('S1SPCounter', header.s1spCounter),
          ...referenceElements(reference),
          ...closingHeaderElements(header.createdAt, rows.length),
        ],
        rows.map((row) =>
          xmlInstallation(
            element('CHFID', row.chfId),
            element('Result', row.result),
            element('ReasonCode', row.reasonCode),
          ),
        ),
      ),
  };
}
