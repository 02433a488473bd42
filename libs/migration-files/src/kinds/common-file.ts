import { eui64, recordNumber, textUpTo, xmlBoolean } from '../fields/field-rules';
import type { RecordCheck } from '../fields/record-check';
import type { XmlLayout } from '../file-layout';
import type { ElementFields } from '../xml/element-fields';
import { element, optionalElement, repeatedElement, type ElementRule } from '../xml/element-rule';
import { Eui64Set } from './eui64-set';
import {
  readNamedReference,
  REFERENCE_ELEMENTS,
  referenceText,
  type CommonFileReference,
} from './common-file-reference';
import { DEVICE_ELEMENTS, readDevices, type InstallationDevices } from './devices';
import type { Header } from './header';
import { refuseRepeatedChf } from './repeated-record';
import { CLOSING_ELEMENTS, readClosing } from './xml-header';

export interface CommonFileHeader extends Header<'MCF'>, CommonFileReference {
  /** `<SMSOID>_<RequestingPartyID>_<MCFCounter, 6 digits>`. */
  readonly reference: string;
}

/** The MA record that authorised the migration of one meter; it may not be loaded, or never come (fine print 15). */
export interface AuthorisationReference {
  /** Name of the MA file without `.csv`, opaque (fine print 32). */
  readonly maFileName: string;
  readonly maRecordNumber: number;
}

export interface MeterPoint {
  readonly responsibleSupplierId: string;
  /** False: dormant. */
  readonly isActive: boolean;
  readonly authorisation: AuthorisationReference | null;
}

export interface ElectricityMeterPoint extends MeterPoint {
  readonly importMpan: string;
}

export interface GasMeterPoint extends MeterPoint {
  readonly mprn: string;
}

/** One installation; at least one of electricity and gas is set. */
export interface InstallationRecord extends InstallationDevices {
  readonly kind: 'MCF';
  readonly chfId: string;
  readonly isToBeCommissionedByDcc: boolean;
  readonly electricity: ElectricityMeterPoint | null;
  readonly gas: GasMeterPoint | null;
}

const fileName = textUpTo(100);

/** The elements of a meter point behind its number. */
const METER_POINT_ELEMENTS: readonly ElementRule[] = [
  element('ResponsibleSupplierID'),
  element('Active'),
  optionalElement('MAFileName'),
  optionalElement('MARecordNumber'),
];

/**
 * Migration Common File; key: its reference.
 *
 * Decided where the layout leaves a choice: an installation with neither meter, with half a reference to an MA record or
 * without its CHF is set aside (`FIELD`); the structure of each part is in order, so the file stands.
 */
export const commonFile: XmlLayout<'MCF'> = {
  kind: 'MCF',
  format: 'xml',
  root: 'MigrationCommonFile',
  headerElements: [...REFERENCE_ELEMENTS, ...CLOSING_ELEMENTS],
  installationElements: [
    element('CHFID'),
    element('ToBeCommissionedByDCC'),
    optionalElement('Electricity', [element('ImportMPAN'), ...METER_POINT_ELEMENTS]),
    optionalElement('Gas', [element('MPRN'), ...METER_POINT_ELEMENTS]),
    repeatedElement('Device', DEVICE_ELEMENTS),
  ],
  readHeader: (header, name) => {
    const reference = readNamedReference(header, name);
    return {
      kind: 'MCF',
      ...reference,
      ...readClosing(header),
      reference: referenceText(reference),
      businessKey: `MCF_${referenceText(reference)}`,
      // A Requesting Party counts for each SMSO anew: the reference needs all three parts.
      originator: `${reference.smsoId}_${reference.requestingPartyId}`,
      counter: reference.mcfCounter,
    };
  },
  openRecords: () => {
    const known = new Eui64Set();
    return {
      read: (fields, check) => {
        const record = readInstallation(fields, check);
        refuseRepeatedChf(check, known, record.chfId);
        return record;
      },
    };
  },
};

function readInstallation(fields: ElementFields, check: RecordCheck): InstallationRecord {
  const chfId = check.required(fields, 'CHFID', eui64);
  const isToBeCommissionedByDcc = check.required(fields, 'ToBeCommissionedByDCC', xmlBoolean);
  const electricity = fields.group('Electricity');
  const gas = fields.group('Gas');
  if (electricity === null && gas === null) {
    check.refuse('Electricity', 'FIELD', 'and Gas are both missing', null);
  }
  const mpan = electricity && {
    importMpan: check.requiredMpan(electricity),
    ...readMeterPoint(electricity, check),
  };
  const mprn = gas && { mprn: check.requiredMprn(gas), ...readMeterPoint(gas, check) };
  const { devices, otherDevices } = readDevices(fields.allGroups('Device'), chfId, check);
  return {
    kind: 'MCF',
    chfId,
    isToBeCommissionedByDcc,
    electricity: mpan,
    gas: mprn,
    devices,
    otherDevices,
  };
}

function readMeterPoint(fields: ElementFields, check: RecordCheck): MeterPoint {
  return {
    responsibleSupplierId: check.required(fields, 'ResponsibleSupplierID', eui64),
    isActive: check.required(fields, 'Active', xmlBoolean),
    authorisation: readAuthorisation(fields, check),
  };
}

function readAuthorisation(fields: ElementFields, check: RecordCheck): AuthorisationReference | null {
  const maFileName = check.optional(fields, 'MAFileName', fileName);
  const maRecordNumber = check.optional(fields, 'MARecordNumber', recordNumber);
  if (maFileName === null && maRecordNumber === null) return null;
  if (maFileName === null) {
    check.refuse('MAFileName', 'FIELD', 'is empty while MARecordNumber is not', null);
  } else if (maRecordNumber === null) {
    check.refuse('MARecordNumber', 'FIELD', 'is empty while MAFileName is not', null);
  } else {
    return { maFileName, maRecordNumber };
  }
  return null;
}
