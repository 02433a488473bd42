import { field, type Field } from './field';

/** Order of the device columns; HCALCS are stored but not reported. */
export const REPORTED_DEVICE_TYPES = ['CHF', 'GPF', 'ESME', 'GSME', 'PPMID', 'IHD', 'CAD'] as const;

export type ReportedDeviceType = (typeof REPORTED_DEVICE_TYPES)[number];

interface ExampleDevice {
  readonly guid: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly firmware: string;
}

const EXAMPLES: Partial<Record<ReportedDeviceType, ExampleDevice>> = {
  CHF: {
    guid: '90-B3-D5-1F-30-01-00-2A',
    manufacturer: 'Elster, Inc.',
    model: 'E470 Type 4',
    firmware: '0002012F',
  },
  GPF: {
    guid: '90-B3-D5-1F-30-01-00-2B',
    manufacturer: 'Elster, Inc.',
    model: 'E470 Type 4',
    firmware: '0002012F',
  },
  ESME: {
    guid: '90-B3-D5-1F-30-01-00-2C',
    manufacturer: 'Landis+Gyr',
    model: 'E470 Type 4',
    firmware: '1.2.3',
  },
  GSME: { guid: '90-B3-D5-1F-30-01-00-2D', manufacturer: 'Landis+Gyr', model: 'G4 "compact"', firmware: '' },
};

function deviceFields(type: ReportedDeviceType): Field[] {
  const example = EXAMPLES[type];
  const meter = type === 'ESME' || type === 'GSME';
  const source = meter
    ? 'Migration Common File; empty if there is none or it is masked'
    : 'Migration Common File; empty if there is none';
  return [
    field(`${type} GUID`, 'O', 'Text', 23, source, example?.guid ?? ''),
    field(`${type} Device Manufacturer`, 'O', 'Text', 30, source, example?.manufacturer ?? ''),
    field(`${type} Device Model`, 'O', 'Text', 30, source, example?.model ?? ''),
    field(`${type} Device Type`, 'O', 'Text', 6, source, example ? type : ''),
    field(`${type} Firmware Version`, 'O', 'Text', 8, source, example?.firmware ?? ''),
  ];
}

/** 35 columns: five for each of seven devices. A missing or masked device is five empty columns. */
export const DEVICE_BLOCK: readonly Field[] = REPORTED_DEVICE_TYPES.flatMap(deviceFields);
