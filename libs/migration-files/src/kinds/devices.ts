import { REPORTED_DEVICE_TYPES, type ReportedDeviceType } from '@app/mrr';
import { eui64, freeTextUpTo, oneOf } from '../fields/field-rules';
import type { RecordCheck } from '../fields/record-check';
import type { ElementFields } from '../xml/element-fields';
import { element, optionalElement, type ElementRule } from '../xml/element-rule';

/** HCALCS is stored, not reported. */
export type DeviceType = ReportedDeviceType | 'HCALCS';

export interface Device {
  readonly deviceId: string;
  readonly deviceType: DeviceType;
  readonly manufacturer: string;
  readonly model: string;
  readonly firmwareVersion: string | null;
}

export interface InstallationDevices {
  /** The first device of each reported type. */
  readonly devices: Readonly<Partial<Record<ReportedDeviceType, Device>>>;
  /** What is stored and not reported: HCALCS, and further devices of a type. */
  readonly otherDevices: readonly Device[];
}

export const DEVICE_ELEMENTS: readonly ElementRule[] = [
  element('DeviceID'),
  element('DeviceType'),
  element('Manufacturer'),
  element('Model'),
  optionalElement('FirmwareVersion'),
];

const deviceType = oneOf([...REPORTED_DEVICE_TYPES, 'HCALCS']);
const manufacturerOrModel = freeTextUpTo(30);
const firmwareVersion = freeTextUpTo(8);

/**
 * Reads the devices of an installation.
 *
 * Decided where the layout leaves a choice: the CHF that bears the CHF ID is looked for among all devices, while of two
 * CHFs the first is reported, whichever it is. An installation without it, or without any device, is set aside (`FIELD`).
 */
export function readDevices(
  groups: readonly ElementFields[],
  chfId: string,
  check: RecordCheck,
): InstallationDevices {
  const devices: Partial<Record<ReportedDeviceType, Device>> = {};
  const otherDevices: Device[] = [];
  let hasOwnChf = false;
  for (const group of groups) {
    const device = readDevice(group, check);
    const type = device.deviceType;
    if (type === 'CHF' && device.deviceId === chfId) hasOwnChf = true;
    if (type === 'HCALCS') {
      otherDevices.push(device);
    } else if (devices[type] === undefined) {
      devices[type] = device;
    } else {
      otherDevices.push(device);
      check.warn('DeviceType', 'DEVICE_TYPE_REPEATED', 'stands twice; the first device is reported', type);
    }
  }
  if (!check.isRefused && !hasOwnChf) {
    check.refuse('Device', 'FIELD', 'of type CHF whose DeviceID is the CHFID is missing', null);
  }
  return { devices, otherDevices };
}

function readDevice(group: ElementFields, check: RecordCheck): Device {
  return {
    deviceId: check.required(group, 'DeviceID', eui64),
    deviceType: check.required(group, 'DeviceType', deviceType),
    manufacturer: check.required(group, 'Manufacturer', manufacturerOrModel),
    model: check.required(group, 'Model', manufacturerOrModel),
    firmwareVersion: check.optional(group, 'FirmwareVersion', firmwareVersion),
  };
}
