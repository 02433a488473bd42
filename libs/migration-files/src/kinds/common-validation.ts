import { eui64, oneOf, reasonCode } from '../fields/field-rules';
import type { XmlLayout } from '../file-layout';
import { element, optionalElement } from '../xml/element-rule';
import { Eui64Set } from './eui64-set';
import { readReference, REFERENCE_ELEMENTS, type CommonFileReference } from './common-file-reference';
import type { Header } from './header';
import { refuseRepeatedChf } from './repeated-record';
import { CLOSING_ELEMENTS, readClosing, readOriginator } from './xml-header';

export interface ValidationHeader extends Header<'MCVF'>, CommonFileReference {
  readonly originator: string;
  readonly counter: number;
}

/** Whether the S1SP accepts one installation of the common file. */
export interface ValidationRecord {
  readonly kind: 'MCVF';
  readonly chfId: string;
  readonly result: 'VALID' | 'INVALID';
  readonly reasonCode: string | null;
}

const result = oneOf(['VALID', 'INVALID']);

/** Migration Common Validation File; key: S1SP and its counter. */
export const commonValidation: XmlLayout<'MCVF'> = {
  kind: 'MCVF',
  format: 'xml',
  root: 'MigrationCommonValidationFile',
  headerElements: [element('S1SPID'), element('S1SPCounter'), ...REFERENCE_ELEMENTS, ...CLOSING_ELEMENTS],
  installationElements: [element('CHFID'), element('Result'), optionalElement('ReasonCode')],
  readHeader: (header, name) => ({
    ...readOriginator(header, 'MCVF', { id: 'S1SPID', counter: 'S1SPCounter' }, name),
    ...readReference(header),
    ...readClosing(header),
  }),
  openRecords: () => {
    const known = new Eui64Set();
    return {
      read: (fields, check) => {
        const record: ValidationRecord = {
          kind: 'MCVF',
          chfId: check.required(fields, 'CHFID', eui64),
          result: check.required(fields, 'Result', result),
          reasonCode: check.optional(fields, 'ReasonCode', reasonCode),
        };
        refuseRepeatedChf(check, known, record.chfId);
        return record;
      },
    };
  },
};
