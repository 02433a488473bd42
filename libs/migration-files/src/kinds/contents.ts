import type { FileKind } from '../file-kind';
import type { AuditEvent, AuditHeader } from './audit-file';
import type { AuthorisationHeader, AuthorisationRecord } from './authorisation';
import type { CompletionHeader, CompletionRecord } from './authorisation-completion';
import type { ResponseHeader, ResponseRecord } from './authorisation-response';
import type { CommissioningOutcomeHeader, CommissioningOutcomeRecord } from './commissioning-outcome';
import type { Commitment, CommitmentsHeader } from './commitments';
import type { CommonFileHeader, InstallationRecord } from './common-file';
import type { ValidationHeader, ValidationRecord } from './common-validation';
import type { GroupFileHeader, GroupFileRecord } from './group-file';
import type { OrganisationUser, OrganisationsHeader } from './organisations';
import type { S1spCommissioningHeader, S1spCommissioningRecord } from './s1sp-commissioning';

export interface HeaderByKind {
  ORG: OrganisationsHeader;
  DC: CommitmentsHeader;
  MA: AuthorisationHeader;
  MAVR: ResponseHeader;
  MACR: CompletionHeader;
  MCF: CommonFileHeader;
  MCVF: ValidationHeader;
  MGF: GroupFileHeader;
  MGEF: GroupFileHeader;
  S1SPCF: S1spCommissioningHeader;
  COF: CommissioningOutcomeHeader;
  S1SPAUD: AuditHeader;
  CPAUD: AuditHeader;
}

export interface RecordByKind {
  ORG: OrganisationUser;
  DC: Commitment;
  MA: AuthorisationRecord;
  MAVR: ResponseRecord;
  MACR: CompletionRecord;
  MCF: InstallationRecord;
  MCVF: ValidationRecord;
  MGF: GroupFileRecord;
  MGEF: GroupFileRecord;
  S1SPCF: S1spCommissioningRecord;
  COF: CommissioningOutcomeRecord;
  S1SPAUD: AuditEvent;
  CPAUD: AuditEvent;
}

/** Header of any kind, told apart by `kind`. */
export type FileHeader = HeaderByKind[FileKind];

/** Record of any kind, told apart by `kind`. */
export type FileRecord = RecordByKind[FileKind];
