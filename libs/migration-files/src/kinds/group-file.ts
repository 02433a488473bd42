import { counter, eui64, groupId } from '../fields/field-rules';
import type { XmlLayout } from '../file-layout';
import { element, optionalElement, type ElementRule } from '../xml/element-rule';
import { Eui64Set } from './eui64-set';
import {
  readNamedReference,
  REFERENCE_ELEMENTS,
  referenceText,
  type CommonFileReference,
} from './common-file-reference';
import { sixDigits, type Header } from './header';
import { refuseRepeatedChf } from './repeated-record';
import { CLOSING_ELEMENTS, readClosing } from './xml-header';

type GroupKind = 'MGF' | 'MGEF';

export interface GroupFileHeader extends Header<GroupKind>, CommonFileReference {
  /** Two upper-case letters, opaque. */
  readonly groupId: string;
  readonly counter: number;
}

/** An installation whose migration commences (R2). */
export interface GroupFileRecord {
  readonly kind: GroupKind;
  readonly chfId: string;
}

/**
 * A group file. What it says beside the CHF ID (WAN details, encrypted content) is thrown away as it streams: it is never
 * stored, logged or checked. The counter is the Requesting Party's.
 */
function layoutOf(kind: GroupKind, root: string, content: ElementRule): XmlLayout<GroupKind> {
  return {
    kind,
    format: 'xml',
    root,
    headerElements: [
      ...REFERENCE_ELEMENTS,
      element('GroupID'),
      element('GroupFileCounter'),
      ...CLOSING_ELEMENTS,
    ],
    installationElements: [element('CHFID'), content],
    readHeader: (header, name) => {
      const reference = readNamedReference(header, name);
      const group = header.agreeing('GroupID', groupId, name.groupId);
      const number = header.agreeing('GroupFileCounter', counter, name.groupFileCounter);
      return {
        kind,
        ...reference,
        ...readClosing(header),
        groupId: group,
        businessKey: `${kind}_${referenceText(reference)}_${group}_${sixDigits(number)}`,
        originator: reference.requestingPartyId,
        counter: number,
      };
    },
    openRecords: () => {
      const known = new Eui64Set();
      return {
        read: (fields, check) => {
          const chfId = check.required(fields, 'CHFID', eui64);
          refuseRepeatedChf(check, known, chfId);
          return { kind, chfId };
        },
      };
    },
  };
}

export const groupFile = layoutOf('MGF', 'MigrationGroupFile', optionalElement('WANDetails', 'discarded'));

export const groupEncryptedFile = layoutOf(
  'MGEF',
  'MigrationGroupEncryptedFile',
  element('EncryptedContent', 'discarded'),
);
