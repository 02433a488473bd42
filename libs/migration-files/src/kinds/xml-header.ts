import { counter, eui64, groupId, isoInstant, quantity } from '../fields/field-rules';
import type { HeaderCheck } from '../fields/header-check';
import { element, type ElementRule } from '../xml/element-rule';
import { sixDigits } from './header';

/** The elements that end the header of every XML file. */
export const CLOSING_ELEMENTS: readonly ElementRule[] = [element('CreationDateTime'), element('RecordCount')];

export function readClosing(header: HeaderCheck): { createdAt: string; recordCount: number } {
  return {
    createdAt: header.required('CreationDateTime', isoInstant),
    recordCount: header.required('RecordCount', quantity),
  };
}

export function readGroupId(header: HeaderCheck): string {
  return header.required('GroupID', groupId);
}

/** Reads the S1SP or Commissioning Party and its own counter, which make the key and also stand in the file name. */
export function readOriginator<K extends 'MCVF' | 'S1SPCF' | 'COF'>(
  header: HeaderCheck,
  kind: K,
  elements: { readonly id: string; readonly counter: string },
  name: { readonly originatorId: string; readonly counter: number },
) {
  const originator = header.agreeing(elements.id, eui64, name.originatorId);
  const number = header.agreeing(elements.counter, counter, name.counter);
  return {
    kind,
    businessKey: `${kind}_${originator}_${sixDigits(number)}`,
    originator,
    counter: number,
  };
}
