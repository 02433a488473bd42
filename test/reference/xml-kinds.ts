import { RecordFault } from './faults';
import { Instant } from './instants';
import { Element, child, childrenNamed, shape } from './parse-xml';
import { XmlKind } from './read-file';
import { Device, Meter, attemptKey } from './records';
import { Values } from './values';

const MCF_HEADER = ['SMSOID', 'RequestingPartyID', 'MCFCounter'];
const MCF_METER = ['ResponsibleSupplierID', 'Active', 'MAFileName?', 'MARecordNumber?'];
export const DEVICE_TYPES = ['CHF', 'GPF', 'ESME', 'GSME', 'PPMID', 'IHD', 'CAD', 'HCALCS'] as const;

/** The Migration Common File that a header names. */
interface McfReference {
  smso: string;
  requestingParty: string;
  mcf: number;
  created: Instant;
}

function mcfReference(values: Values): McfReference {
  const smso = values.smso('SMSOID');
  const requestingParty = values.id('RequestingPartyID');
  const mcf = values.counter('MCFCounter');
  const created = values.instant('CreationDateTime');
  values.integer('RecordCount', 0, Infinity);
  return { smso, requestingParty, mcf, created };
}

function keyOf(header: McfReference, chf: string): string {
  return attemptKey(header.smso, header.requestingParty, header.mcf, chf);
}

const byChf = (record: { chf: string }): [string, string][] => [[record.chf, 'CHFID']];

export const COMMON_FILE: XmlKind<McfReference, ReturnType<typeof commonRecord>> = {
  shape: shape('MigrationCommonFile', [
    shape('Header', [...MCF_HEADER, 'CreationDateTime', 'RecordCount']),
    shape(
      'Installation',
      [
        'CHFID',
        'ToBeCommissionedByDCC',
        shape('Electricity', ['ImportMPAN', ...MCF_METER], 'optional'),
        shape('Gas', ['MPRN', ...MCF_METER], 'optional'),
        shape('Device', ['DeviceID', 'DeviceType', 'Manufacturer', 'Model', 'FirmwareVersion?'], 'many'),
      ],
      'any',
    ),
  ]),
  header: mcfReference,
  record: commonRecord,
  duplicateKeys: byChf,
};

function commonRecord(installation: Element, header: McfReference) {
  const values = Values.ofElement(installation);
  const chf = values.id('CHFID');
  const toBeCommissionedByDcc = values.boolean('ToBeCommissionedByDCC');
  const electricity = meter(
    child(installation, 'Electricity'),
    (one) => one.mpan('ImportMPAN') ?? one.mandatory('ImportMPAN'),
  );
  const gas = meter(child(installation, 'Gas'), (one) => one.mprn('MPRN') ?? one.mandatory('MPRN'));
  if (!electricity && !gas) throw new RecordFault(null, 'FIELD');
  const devices = childrenNamed(installation, 'Device').map(device);
  if (!devices.some((one) => one.type === 'CHF' && one.id === chf)) throw new RecordFault(null, 'FIELD');
  return { key: keyOf(header, chf), chf, toBeCommissionedByDcc, electricity, gas, devices };
}

function meter(element: Element | null, mpxn: (values: Values) => string): Meter | null {
  if (!element) return null;
  const values = Values.ofElement(element);
  const read = {
    mpxn: mpxn(values),
    supplier: values.id('ResponsibleSupplierID'),
    active: values.boolean('Active'),
  };
  const maFile = values.text('MAFileName', 100);
  const maRecord = values.optionalInteger('MARecordNumber', 1, Number.MAX_SAFE_INTEGER);
  if ((maFile === null) !== (maRecord === null)) throw new RecordFault(null, 'FIELD');
  return { ...read, maFile, maRecord };
}

function device(element: Element): Device {
  const values = Values.ofElement(element);
  return {
    id: values.id('DeviceID'),
    type: values.oneOf('DeviceType', DEVICE_TYPES),
    manufacturer: values.freeText('Manufacturer', 30) ?? values.mandatory('Manufacturer'),
    model: values.freeText('Model', 30) ?? values.mandatory('Model'),
    firmware: values.freeText('FirmwareVersion', 8),
  };
}

interface PartyHeader extends McfReference {
  party: string;
  counter: number;
}

export const VALIDATION_FILE: XmlKind<PartyHeader, { key: string; chf: string; valid: boolean }> = {
  shape: shape('MigrationCommonValidationFile', [
    shape('Header', ['S1SPID', 'S1SPCounter', ...MCF_HEADER, 'CreationDateTime', 'RecordCount']),
    shape('Installation', ['CHFID', 'Result', 'ReasonCode?'], 'any'),
  ]),
  header: (values) => ({
    party: values.id('S1SPID'),
    counter: values.counter('S1SPCounter'),
    ...mcfReference(values),
  }),
  record: (installation, header) => {
    const values = Values.ofElement(installation);
    const chf = values.id('CHFID');
    const valid = values.oneOf('Result', ['VALID', 'INVALID']) === 'VALID';
    values.reasonCode();
    return { key: keyOf(header, chf), chf, valid };
  },
  duplicateKeys: byChf,
};

interface GroupHeader extends McfReference {
  groupId: string;
  counter: number;
}

function groupKind(root: string, content: string): XmlKind<GroupHeader, { key: string; chf: string }> {
  return {
    shape: shape(root, [
      shape('Header', [...MCF_HEADER, 'GroupID', 'GroupFileCounter', 'CreationDateTime', 'RecordCount']),
      shape('Installation', ['CHFID', content], 'any'),
    ]),
    header: (values) => ({
      ...mcfReference(values),
      groupId: values.matching('GroupID', /^[A-Z]{2}$/),
      counter: values.counter('GroupFileCounter'),
    }),
    record: (installation, header) => {
      const chf = Values.ofElement(installation).id('CHFID');
      return { key: keyOf(header, chf), chf };
    },
    duplicateKeys: byChf,
  };
}

export const GROUP_FILE = groupKind('MigrationGroupFile', 'WANDetails?');
export const GROUP_ENCRYPTED_FILE = groupKind('MigrationGroupEncryptedFile', 'EncryptedContent');

interface Outcome {
  key: string;
  chf: string;
  success: boolean;
}

export const S1SP_COMMISSIONING_FILE: XmlKind<PartyHeader, Outcome> = {
  shape: shape('S1SPCommissioningFile', [
    shape('Header', ['S1SPID', 'S1SPCounter', ...MCF_HEADER, 'GroupID', 'CreationDateTime', 'RecordCount']),
    shape('Installation', ['CHFID', 'Result', 'ReasonCode?', 'Rollback?'], 'any'),
  ]),
  header: (values) => {
    values.matching('GroupID', /^[A-Z]{2}$/);
    return { party: values.id('S1SPID'), counter: values.counter('S1SPCounter'), ...mcfReference(values) };
  },
  record: (installation, header) => {
    const values = Values.ofElement(installation);
    const chf = values.id('CHFID');
    const success = values.oneOf('Result', ['SUCCESS', 'FAILURE']) === 'SUCCESS';
    values.reasonCode();
    values.optionalOneOf('Rollback', ['COMPLETED', 'NOT_POSSIBLE', 'NOT_REQUIRED']);
    return { key: keyOf(header, chf), chf, success };
  },
  duplicateKeys: byChf,
};

export const COMMISSIONING_OUTCOME_FILE: XmlKind<PartyHeader, Outcome> = {
  shape: shape('CommissioningOutcomeFile', [
    shape('Header', [
      'CommissioningPartyID',
      'CommissioningPartyCounter',
      ...MCF_HEADER,
      'GroupID',
      'CreationDateTime',
      'RecordCount',
    ]),
    shape(
      'Installation',
      [
        'CHFID',
        'Result?',
        'ReasonCode?',
        shape('SmartMeteringSystem', ['MPxN', 'Result', 'ReasonCode?'], 'any'),
      ],
      'any',
    ),
  ]),
  header: (values) => {
    values.matching('GroupID', /^[A-Z]{2}$/);
    const party = values.id('CommissioningPartyID');
    return { party, counter: values.counter('CommissioningPartyCounter'), ...mcfReference(values) };
  },
  record: (installation, header) => {
    const values = Values.ofElement(installation);
    const chf = values.id('CHFID');
    const stated = values.optionalOneOf('Result', ['SUCCESS', 'FAILURE']);
    values.reasonCode();
    const systems = childrenNamed(installation, 'SmartMeteringSystem').map(systemResult);
    if (stated === null && systems.length === 0) throw new RecordFault('Result', 'FIELD');
    // Fine print 14: an installation Result rules, whatever its smart metering systems say.
    const success = stated === null ? systems.every((one) => one === 'SUCCESS') : stated === 'SUCCESS';
    return { key: keyOf(header, chf), chf, success };
  },
  duplicateKeys: byChf,
};

function systemResult(element: Element): 'SUCCESS' | 'FAILURE' {
  const values = Values.ofElement(element);
  values.matching('MPxN', /^\d{1,13}$/);
  const result = values.oneOf('Result', ['SUCCESS', 'FAILURE']);
  values.reasonCode();
  return result;
}
