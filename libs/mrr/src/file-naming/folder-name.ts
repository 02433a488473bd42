/** Characters that SharePoint forbids anywhere in a name, and blanks and dots at its ends (fine print 20). */
const FORBIDDEN = /["*:<>?/\\|\p{Cc}]|^[ .]+|[ .]+$/gu;

export interface FolderOwner {
  readonly partySignifier: string;
  readonly partyName: string;
  /** `SharePointFolder` of the master data; null: derived from signifier and name. */
  readonly sharePointFolder: string | null;
}

/** False for a `SharePointFolder` that SharePoint would refuse: a record error of the master data (fine print 20). */
export function isFolderNameAllowed(name: string): boolean {
  return name !== '' && name.search(FORBIDDEN) === -1;
}

/**
 * Folder of a Party's reports: as the master data says, else `<PartySignifier> <PartyName>` with each forbidden
 * character replaced by `-`, one for one (MRR Appendix B, fine print 20).
 */
export function folderName(owner: FolderOwner): string {
  if (owner.sharePointFolder !== null && owner.sharePointFolder !== '') {
    return owner.sharePointFolder;
  }
  return `${owner.partySignifier} ${owner.partyName}`.replace(FORBIDDEN, (found) => '-'.repeat(found.length));
}
