import { eui64, oneOf, reasonCode } from '../fields/field-rules';
import type { XmlLayout } from '../file-layout';
import { element, optionalElement } from '../xml/element-rule';
import { Eui64Set } from './eui64-set';
import { readReference, REFERENCE_ELEMENTS, type CommonFileReference } from './common-file-reference';
import type { Header } from './header';
import { refuseRepeatedChf } from './repeated-record';
import { CLOSING_ELEMENTS, readClosing, readGroupId, readOriginator } from './xml-header';

export interface S1spCommissioningHeader extends Header<'S1SPCF'>, CommonFileReference {
  readonly originator: string;
  readonly counter: number;
  /** Not necessarily the attempt's: another one is ignored (fine print 12). */
  readonly groupId: string;
}

/** What the S1SP made of one installation. */
export interface S1spCommissioningRecord {
  readonly kind: 'S1SPCF';
  readonly chfId: string;
  readonly result: 'SUCCESS' | 'FAILURE';
  readonly reasonCode: string | null;
  /** Changes no report (R23). */
  readonly rollback: 'COMPLETED' | 'NOT_POSSIBLE' | 'NOT_REQUIRED' | null;
}

const result = oneOf(['SUCCESS', 'FAILURE']);
const rollback = oneOf(['COMPLETED', 'NOT_POSSIBLE', 'NOT_REQUIRED']);

/** S1SP Commissioning File; key: S1SP and its counter. */
export const s1spCommissioning: XmlLayout<'S1SPCF'> = {
  kind: 'S1SPCF',
  format: 'xml',
  root: 'S1SPCommissioningFile',
  headerElements: [
    element('S1SPID'),
    element('S1SPCounter'),
    ...REFERENCE_ELEMENTS,
    element('GroupID'),
    ...CLOSING_ELEMENTS,
  ],
  installationElements: [
    element('CHFID'),
    element('Result'),
    optionalElement('ReasonCode'),
    optionalElement('Rollback'),
  ],
  readHeader: (header, name) => ({
    ...readOriginator(header, 'S1SPCF', { id: 'S1SPID', counter: 'S1SPCounter' }, name),
    ...readReference(header),
    groupId: readGroupId(header),
    ...readClosing(header),
  }),
  openRecords: () => {
    const known = new Eui64Set();
    return {
      read: (fields, check) => {
        const record: S1spCommissioningRecord = {
          kind: 'S1SPCF',
          chfId: check.required(fields, 'CHFID', eui64),
          result: check.required(fields, 'Result', result),
          reasonCode: check.optional(fields, 'ReasonCode', reasonCode),
          rollback: check.optional(fields, 'Rollback', rollback),
        };
        refuseRepeatedChf(check, known, record.chfId);
        return record;
      },
    };
  },
};
