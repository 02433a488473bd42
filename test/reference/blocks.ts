import { dayText, instantText } from './instants';
import { Attempt } from './attempts';
import { CommonRecord, OutcomeRecord } from './records';

const REPORTED_TYPES = ['CHF', 'GPF', 'ESME', 'GSME', 'PPMID', 'IHD', 'CAD'];

export function flag(value: boolean): string {
  return value ? '1' : '0';
}

export function optionalDay(day: number | null): string {
  return day === null ? '' : dayText(day);
}

/** INST, 18 columns. `commissioning` (column 3) and `reporting` (7, 8) are null while there is no S1SPCF. */
export function installationBlock(
  attempt: Attempt,
  sees: { electricity: boolean; gas: boolean },
  split: boolean,
  commissioning: OutcomeRecord | null,
  reporting: OutcomeRecord | null,
): string[] {
  const { common } = attempt;
  const electricity = sees.electricity ? common.electricity : null;
  const gas = sees.gas ? common.gas : null;
  return [
    '10',
    common.smso,
    commissioning ? instantText(commissioning.created) : '',
    common.requestingParty,
    String(common.counter),
    attempt.groupId,
    reporting?.party ?? '',
    reporting ? String(reporting.counter) : '',
    common.chf,
    flag(split),
    electricity?.mpxn ?? '',
    electricity?.supplier ?? '',
    electricity?.mpxn.slice(0, 2) ?? '',
    electricity ? flag(electricity.active) : '',
    gas?.mpxn ?? '',
    gas?.supplier ?? '',
    gas ? flag(gas.active) : '',
    flag(common.toBeCommissionedByDcc),
  ];
}

/** DEV, 35 columns; a missing or masked device is five empty fields, of two the first is told. */
export function deviceBlock(common: CommonRecord, sees: { electricity: boolean; gas: boolean }): string[] {
  return REPORTED_TYPES.flatMap((type) => {
    const masked = (type === 'ESME' && !sees.electricity) || (type === 'GSME' && !sees.gas);
    const device = masked ? undefined : common.devices.find((one) => one.type === type);
    if (!device) return ['', '', '', '', ''];
    return [device.id, device.manufacturer ?? '', device.model ?? '', device.type, device.firmware ?? ''];
  });
}

export const NO_DEVICES = Array<string>(35).fill('');

/** Whole number, half up; `numerator` is not negative. Exact in integers. */
export function roundHalfUp(numerator: number, divisor: number): number {
  return Math.floor((2 * numerator + divisor) / (2 * divisor));
}
