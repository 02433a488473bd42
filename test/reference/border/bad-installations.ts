import { XmlNode } from './pile';
import { Random } from './random';
import { formula } from './texts';

type Spoil = [path: string, value: string];

/** A good Installation with one fault: that record is set aside, whatever else says about it stays parked. */
export function spoilt(random: Random, good: XmlNode[]): XmlNode[] {
  const faults: Spoil[] = [
    ['ToBeCommissionedByDCC', 'yes'],
    ['ToBeCommissionedByDCC', ''],
    ['CHFID', '90-B3-D5-1F-30-01-00'],
    ['CHFID', '90-B3-D5-1F-30-01-00-7F'], // no CHF device has it
    ['Electricity/ImportMPAN', '123456789012'],
    ['Electricity/ImportMPAN', '12345678901234'],
    ['Electricity/ImportMPAN', '1234567890 12'],
    ['Electricity/ResponsibleSupplierID', 'SUP001'],
    ['Electricity/Active', 'TRUE'],
    ['Gas/MPRN', '12345678901234'],
    ['Gas/MPRN', 'x1'],
    ['Gas/ResponsibleSupplierID', ''],
    ['Device/DeviceType', 'chf'],
    ['Device/DeviceID', '90-B3-D5-1F-30-01-00-7G'],
    ['Device/Manufacturer', 'm'.repeat(31)],
    ['Device/Model', '😀'.repeat(31)],
    ['Device/FirmwareVersion', '123456789'],
    ['Device/Manufacturer', formula(random)],
    ['Device/Model', formula(random)],
    ['Device/FirmwareVersion', formula(random).slice(0, 8)],
  ];
  const possible = faults.filter(([path]) => has(good, path.split('/')));
  const [path, value] = random.pick(possible);
  return replaced(good, path.split('/'), value);
}

function has(nodes: XmlNode[], [name, ...rest]: string[]): boolean {
  const found = nodes.find((node) => node[0] === name);
  if (!found) return false;
  return rest.length === 0 || (typeof found[1] !== 'string' && has(found[1], rest));
}

/** The first element of that path says something else. */
function replaced(nodes: XmlNode[], [name, ...rest]: string[], value: string): XmlNode[] {
  let done = false;
  return nodes.map((node): XmlNode => {
    if (done || node[0] !== name) return node;
    done = true;
    if (rest.length === 0 || typeof node[1] === 'string') return [node[0], value];
    return [node[0], replaced(node[1], rest, value)];
  });
}
