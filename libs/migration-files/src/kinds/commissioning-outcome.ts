import { eui64, oneOf, reasonCode } from '../fields/field-rules';
import type { RecordCheck } from '../fields/record-check';
import type { XmlLayout } from '../file-layout';
import type { ElementFields } from '../xml/element-fields';
import { element, optionalElement, repeatedElement } from '../xml/element-rule';
import { Eui64Set } from './eui64-set';
import { readReference, REFERENCE_ELEMENTS, type CommonFileReference } from './common-file-reference';
import type { Header } from './header';
import { refuseRepeatedChf } from './repeated-record';
import { CLOSING_ELEMENTS, readClosing, readGroupId, readOriginator } from './xml-header';

export interface CommissioningOutcomeHeader extends Header<'COF'>, CommonFileReference {
  readonly originator: string;
  readonly counter: number;
  /** Not necessarily the attempt's: another one is ignored (fine print 12). */
  readonly groupId: string;
}

type Outcome = 'SUCCESS' | 'FAILURE';

export interface SmartMeteringSystemOutcome {
  /** MPAN or MPRN. */
  readonly mpxn: string;
  readonly result: Outcome;
  readonly reasonCode: string | null;
}

/** How the commissioning of one installation ended. */
export interface CommissioningOutcomeRecord {
  readonly kind: 'COF';
  readonly chfId: string;
  /** As stated, else derived from the smart metering systems. */
  readonly result: Outcome;
  readonly reasonCode: string | null;
  readonly smartMeteringSystems: readonly SmartMeteringSystemOutcome[];
}

const outcome = oneOf(['SUCCESS', 'FAILURE']);

/**
 * Commissioning Outcome File; key: Commissioning Party and its counter.
 *
 * A stated result rules whatever the smart metering systems say (fine print 14); without one, partial commissioning is
 * a failure (R23). Whether an outcome was to be expected at all needs the common file: that is the loader's to judge.
 */
export const commissioningOutcome: XmlLayout<'COF'> = {
  kind: 'COF',
  format: 'xml',
  root: 'CommissioningOutcomeFile',
  headerElements: [
    element('CommissioningPartyID'),
    element('CommissioningPartyCounter'),
    ...REFERENCE_ELEMENTS,
    element('GroupID'),
    ...CLOSING_ELEMENTS,
  ],
  installationElements: [
    element('CHFID'),
    optionalElement('Result'),
    optionalElement('ReasonCode'),
    repeatedElement('SmartMeteringSystem', [
      element('MPxN'),
      element('Result'),
      optionalElement('ReasonCode'),
    ]),
  ],
  readHeader: (header, name) => ({
    ...readOriginator(header, 'COF', PARTY_ELEMENTS, name),
    ...readReference(header),
    groupId: readGroupId(header),
    ...readClosing(header),
  }),
  openRecords: () => {
    const known = new Eui64Set();
    return {
      read: (fields, check) => {
        const record = readOutcome(fields, check);
        refuseRepeatedChf(check, known, record.chfId);
        return record;
      },
    };
  },
};

const PARTY_ELEMENTS = { id: 'CommissioningPartyID', counter: 'CommissioningPartyCounter' };

function readOutcome(fields: ElementFields, check: RecordCheck): CommissioningOutcomeRecord {
  const chfId = check.required(fields, 'CHFID', eui64);
  const stated = check.optional(fields, 'Result', outcome);
  const systems = fields.allGroups('SmartMeteringSystem').map((system) => ({
    mpxn: check.requiredMpxn(system),
    result: check.required(system, 'Result', outcome),
    reasonCode: check.optional(system, 'ReasonCode', reasonCode),
  }));
  if (stated === null && systems.length === 0) {
    check.refuse('Result', 'FIELD', 'is empty and no SmartMeteringSystem tells it', null);
  }
  return {
    kind: 'COF',
    chfId,
    result: stated ?? (systems.every(({ result }) => result === 'SUCCESS') ? 'SUCCESS' : 'FAILURE'),
    reasonCode: check.optional(fields, 'ReasonCode', reasonCode),
    smartMeteringSystems: systems,
  };
}
