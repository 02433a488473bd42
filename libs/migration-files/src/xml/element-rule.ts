/**
 * What may stand in one element of a layout.
 *
 * `value`: text. `discarded`: text that is thrown away as it streams, of any length (`EncryptedContent`, `WANDetails`).
 * Otherwise the child elements, in their order.
 */
export interface ElementRule {
  readonly name: string;
  readonly content: 'value' | 'discarded' | readonly ElementRule[];
  /** Its absence is a fault of structure. */
  readonly isMandatory: boolean;
  readonly maxTimes: number;
}

/** Far more meters and devices than one installation has; it bounds what one record can hold in memory. */
const MANY = 10_000;

export function element(name: string, content: ElementRule['content'] = 'value'): ElementRule {
  return { name, content, isMandatory: true, maxTimes: 1 };
}

export function optionalElement(name: string, content: ElementRule['content'] = 'value'): ElementRule {
  return { name, content, isMandatory: false, maxTimes: 1 };
}

/** Any number of times within one record, also none. */
export function repeatedElement(name: string, content: ElementRule['content']): ElementRule {
  return { name, content, isMandatory: false, maxTimes: MANY };
}

/** A file of records: its header, then any number of installations. */
export function fileElement(
  name: string,
  header: readonly ElementRule[],
  installation: readonly ElementRule[],
): ElementRule {
  const records = { name: 'Installation', content: installation, isMandatory: false, maxTimes: Infinity };
  return element(name, [element('Header', header), records]);
}
