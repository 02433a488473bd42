import type { Instant } from '../instant';
import { sixDigits } from '../sample-identifiers';
import {
  closingHeaderElements,
  commonFileReference,
  referenceElements,
  type CommonFileReference,
} from './common-files';
import type { FileDraft } from './file-draft';
import { element, migrationFileXml, xmlInstallation } from './xml-content';

export interface GroupFileHeader {
  readonly groupId: string;
  readonly groupFileCounter: number;
  readonly createdAt: Instant;
}

/** Migration Group File. */
export function groupFile(
  header: GroupFileHeader,
  reference: CommonFileReference,
  chfIds: readonly string[],
): FileDraft {
  return draft('MGF', 'MigrationGroupFile', header, reference, chfIds, (chfId) =>
    element('WANDetails', `apn=sample.invalid;line=${chfId.slice(-5)}`),
  );
}

/** Migration Group Encrypted File; its content is a stand-in, no key and no secret. */
export function groupEncryptedFile(
  header: GroupFileHeader,
  reference: CommonFileReference,
  chfIds: readonly string[],
): FileDraft {
  return draft('MGEF', 'MigrationGroupEncryptedFile', header, reference, chfIds, (chfId) =>
    element('EncryptedContent', Buffer.from(`sample content of ${chfId}`).toString('base64')),
  );
}

function draft(
  prefix: string,
  root: string,
  header: GroupFileHeader,
  reference: CommonFileReference,
  chfIds: readonly string[],
  payload: (chfId: string) => string,
): FileDraft {
  const { groupId, groupFileCounter, createdAt } = header;
  return {
    name: `${prefix}_${commonFileReference(reference)}_${groupId}_${sixDigits(groupFileCounter)}.xml`,
    createdAt,
    render: () =>
      migrationFileXml(
        root,
        [
          ...referenceElements(reference),
          element('GroupID', groupId),
          element('GroupFileCounter', groupFileCounter),
          ...closingHeaderElements(createdAt, chfIds.length),
        ],
        chfIds.map((chfId) => xmlInstallation(element('CHFID', chfId), payload(chfId))),
      ),
  };
}
