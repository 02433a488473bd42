import type { FileDraft } from '../files/file-draft';
import { changed, hostile, rejected, type HostileFile } from './hostile-file';
import type { HostileDrafts } from './hostile-drafts';

const ENTITY_BOMB = `<?xml version="1.0"?>
<!DOCTYPE MigrationCommonFile [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>`;

/** Files of which nothing may be loaded. */
export function rejectedFiles(drafts: HostileDrafts): HostileFile[] {
  const common = () => drafts.commonFile([drafts.nextInstallation()]);
  const authorisation = () => drafts.authorisation(2);
  return [
    rejected({ ...common(), name: 'MCF-2 (copy).xml' }, 'FILE_NAME'),
    rejected(latin1(drafts.commonFile([withManufacturer(drafts, 'Zähler')])), 'ENCODING'),
    rejected(
      changed(common(), (text) => text.replace('</Installation>', '')),
      'MALFORMED',
    ),
    rejected(
      changed(authorisation(), (text) => text.replace(',5AFFFFFFFF,', ',"5AFFFFFFFF,')),
      'MALFORMED',
    ),
    rejected(
      changed(common(), (text) => text.replace('<?xml version="1.0" encoding="UTF-8"?>', ENTITY_BOMB)),
      'DOCTYPE',
    ),
    ...schemaFaults(drafts),
    ...headerFaults(drafts),
    rejected(
      changed(common(), (text) => text.replace('<RecordCount>1<', '<RecordCount>2<')),
      'COUNT_MISMATCH',
    ),
    rejected(
      changed(authorisation(), (text) => `${text.trimEnd().split('\n').slice(0, -1).join('\n')}\n`),
      'COUNT_MISMATCH',
    ),
    rejected(
      changed(drafts.validationResponse(2, drafts.authorisationHeader()), (text) =>
        text.replace(',2,0', ',1,1'),
      ),
      'COUNT_MISMATCH',
    ),
    ...sameKeyTwice(drafts),
  ];
}

function schemaFaults(drafts: HostileDrafts): HostileFile[] {
  const common = () => drafts.commonFile([drafts.nextInstallation()]);
  return [
    rejected(
      changed(common(), (text) => text.replace('urn:mrr:migration-files:1', 'urn:mrr:migration-files:2')),
      'SCHEMA',
    ),
    rejected(
      changed(common(), (text) => text.replace(/(<CHFID>.*?<\/CHFID>)(<ToBe.*?DCC>)(?=<)/, '$2$1')),
      'SCHEMA',
    ),
    rejected(
      changed(common(), (text) => text.replace('<Device>', 'text where elements belong<Device>')),
      'SCHEMA',
    ),
    rejected(
      changed(drafts.authorisation(2), (text) => text.replace(/^10,2,/m, '10,2,,')),
      'SCHEMA',
    ),
  ];
}

function headerFaults(drafts: HostileDrafts): HostileFile[] {
  const common = () => drafts.commonFile([drafts.nextInstallation()]);
  return [
    rejected(
      changed(common(), (text) => text.replace(/<MCFCounter>\d+</, '<MCFCounter>899999<')),
      'HEADER',
    ),
    rejected(
      changed(common(), (text) => text.replace(/T(\d\d:\d\d:\d\d)Z</, 'T$1+01:00<')),
      'HEADER',
    ),
    rejected(
      changed(drafts.authorisation(2), (text) => text.replace(',SUPPLIER,', ',,')),
      'HEADER',
    ),
  ];
}

/** A good file, the same once more from another folder, and another one under its name. */
function sameKeyTwice(drafts: HostileDrafts): HostileFile[] {
  const original = drafts.authorisation(3);
  const other = changed(original, (text) => text.replaceAll(',5AFFFFFFFF,', ',5AEEEEEEEE,'));
  return [
    hostile(original, {}),
    hostile(original, { state: 'duplicate', code: 'DUPLICATE_FILE', decidedBy: 'loading' }, 'sent-again'),
    hostile(other, { state: 'rejected', code: 'KEY_CONFLICT', decidedBy: 'loading' }, 'corrected'),
  ];
}

function latin1(draft: FileDraft): FileDraft {
  const text = draft.render().toString('utf8');
  return { ...draft, render: () => Buffer.from(text, 'latin1') };
}

function withManufacturer(drafts: HostileDrafts, manufacturer: string) {
  const installation = drafts.nextInstallation();
  return { ...installation, devices: installation.devices.map((device) => ({ ...device, manufacturer })) };
}
