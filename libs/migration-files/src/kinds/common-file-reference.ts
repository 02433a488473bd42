import { counter, eui64, smsoId } from '../fields/field-rules';
import type { HeaderCheck } from '../fields/header-check';
import { element, type ElementRule } from '../xml/element-rule';
import { sixDigits } from './header';

/** The Migration Common File that a file is or speaks of. */
export interface CommonFileReference {
  readonly smsoId: string;
  readonly requestingPartyId: string;
  readonly mcfCounter: number;
}

export const REFERENCE_ELEMENTS: readonly ElementRule[] = [
  element('SMSOID'),
  element('RequestingPartyID'),
  element('MCFCounter'),
];

/** Reads the reference of a file whose name gives it too. */
export function readNamedReference(header: HeaderCheck, name: CommonFileReference): CommonFileReference {
  return {
    smsoId: header.agreeing('SMSOID', smsoId, name.smsoId),
    requestingPartyId: header.agreeing('RequestingPartyID', eui64, name.requestingPartyId),
    mcfCounter: header.agreeing('MCFCounter', counter, name.mcfCounter),
  };
}

/** Reads the reference of a file that names another one. */
export function readReference(header: HeaderCheck): CommonFileReference {
  return {
    smsoId: header.required('SMSOID', smsoId),
    requestingPartyId: header.required('RequestingPartyID', eui64),
    mcfCounter: header.required('MCFCounter', counter),
  };
}

/** `<SMSOID>_<RequestingPartyID>_<MCFCounter, 6 digits>`, 34 characters. */
export function referenceText(reference: CommonFileReference): string {
  return [reference.smsoId, reference.requestingPartyId, sixDigits(reference.mcfCounter)].join('_');
}
