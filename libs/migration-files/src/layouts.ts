import type { CsvLayout, XmlLayout } from './file-layout';
import type { FileKind } from './file-kind';
import { commissioningPartyAuditFile, s1spAuditFile } from './kinds/audit-file';
import { authorisation } from './kinds/authorisation';
import { authorisationCompletion } from './kinds/authorisation-completion';
import { authorisationResponse } from './kinds/authorisation-response';
import { commissioningOutcome } from './kinds/commissioning-outcome';
import { commitments } from './kinds/commitments';
import { commonFile } from './kinds/common-file';
import { commonValidation } from './kinds/common-validation';
import { groupEncryptedFile, groupFile } from './kinds/group-file';
import { organisations } from './kinds/organisations';
import { s1spCommissioning } from './kinds/s1sp-commissioning';

/** The layout of every file kind. */
export const LAYOUTS: Readonly<Record<FileKind, CsvLayout<FileKind> | XmlLayout<FileKind>>> = {
  ORG: organisations,
  DC: commitments,
  MA: authorisation,
  MAVR: authorisationResponse,
  MACR: authorisationCompletion,
  MCF: commonFile,
  MCVF: commonValidation,
  MGF: groupFile,
  MGEF: groupEncryptedFile,
  S1SPCF: s1spCommissioning,
  COF: commissioningOutcome,
  S1SPAUD: s1spAuditFile,
  CPAUD: commissioningPartyAuditFile,
};
