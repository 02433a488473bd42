import { auditFile } from '../files/audit-files';
import { completionResponseFile } from '../files/authorisation-files';
import { commonValidationFile } from '../files/common-files';
import { groupEncryptedFile, groupFile } from '../files/group-files';
import { commissioningFile, commissioningOutcomeFile } from '../files/outcome-files';
import { accepted, changed, hostile, parked, type HostileFile } from './hostile-file';
import type { HostileDrafts } from './hostile-drafts';

const GROUP_ID = 'ZZ';

/** Files that are good in themselves and do not fit what was loaded. */
export function unexpectedOutcomeFiles(drafts: HostileDrafts): HostileFile[] {
  return [...commissionedByNobody(drafts), ...contradictedMeter(drafts), ...withoutParents(drafts)];
}

/** A Commissioning Party reports on an installation that is not to be commissioned by the DCC. */
function commissionedByNobody(drafts: HostileDrafts): HostileFile[] {
  const reference = drafts.nextReference();
  const installation = drafts.nextInstallation({ toBeCommissionedByDcc: false });
  const { chfId } = installation;
  const outcome = (originatorId: string) => ({
    originatorId,
    counter: drafts.nextCounter(),
    groupId: GROUP_ID,
    createdAt: drafts.nextInstant(),
  });
  return [
    accepted(drafts.commonFile([installation], reference)),
    hostile(
      commissioningOutcomeFile(outcome(drafts.cohort.commissioningPartyId), reference, [
        { chfId, result: 'SUCCESS', systems: [] },
      ]),
      { problems: [{ record: 1, field: 'CHFID', code: 'COF_NOT_EXPECTED' }], decidedBy: 'loading' },
    ),
  ];
}

/** A response that names another meter than its authorisation (fine print 26). */
function contradictedMeter(drafts: HostileDrafts): HostileFile[] {
  const header = drafts.authorisationHeader();
  const stranger = drafts.nextInstallation().electricity?.mpxn ?? '';
  return [
    accepted(drafts.authorisation(2, header)),
    hostile(
      changed(drafts.validationResponse(2, header), (text) => text.replace('10,1,,', `10,1,${stranger},`)),
      { problems: [{ record: 1, field: 'ImportMPAN', code: 'FIELD' }], decidedBy: 'loading' },
    ),
  ];
}

function withoutParents(drafts: HostileDrafts): HostileFile[] {
  const reference = drafts.nextReference();
  const { smsoId, requestingPartyId } = reference;
  const { chfId } = drafts.nextInstallation();
  const { s1spId, commissioningPartyId } = drafts.cohort;
  const numbered = () => ({ counter: drafts.nextCounter(), createdAt: drafts.nextInstant() });
  const group = () => {
    const { counter, createdAt } = numbered();
    return { groupId: GROUP_ID, groupFileCounter: counter, createdAt };
  };
  const validation = numbered();
  const completion = { smsoId, requestingPartyId, createdAt: drafts.nextInstant() };
  const missing = `MA_${smsoId}_${drafts.supplier.userId}_19990101_000000`;
  return [
    parked(
      commonValidationFile(
        { s1spId, s1spCounter: validation.counter, createdAt: validation.createdAt },
        reference,
        [{ chfId, result: 'VALID' }],
      ),
      1,
    ),
    parked(groupFile(group(), reference, [chfId]), 1),
    parked(groupEncryptedFile(group(), reference, [chfId]), 1),
    parked(
      commissioningFile({ ...numbered(), originatorId: s1spId, groupId: GROUP_ID }, reference, [
        { chfId, result: 'SUCCESS' },
      ]),
      1,
    ),
    parked(
      commissioningOutcomeFile(
        { ...numbered(), originatorId: commissioningPartyId, groupId: GROUP_ID },
        reference,
        [{ chfId, result: 'SUCCESS', systems: [] }],
      ),
      1,
    ),
    parked(drafts.validationResponse(3, drafts.authorisationHeader()), 3),
    parked(
      completionResponseFile(completion, [
        {
          authorisationFileId: missing,
          recordNumber: 1,
          mpan: undefined,
          mprn: undefined,
          status: 'SUCCESS',
          completedAt: completion.createdAt,
          phase: 'MIGRATION',
        },
      ]),
      1,
    ),
    accepted(
      auditFile({ ...numbered(), kind: 'CPAUD', originatorId: commissioningPartyId }, [
        { at: completion.createdAt, eventType: 'PING', detail: '=not shown in any report' },
      ]),
    ),
  ];
}
