import type { FileHeader, FileKind } from '@app/migration-files';
import {
  commissioningOutcomeLoader,
  groupEncryptedFileLoader,
  groupFileLoader,
  s1spCommissioningLoader,
  validationLoader,
} from './attempt-record.loaders';
import { commissioningPartyAuditLoader, s1spAuditLoader } from './audit.loaders';
import {
  authorisationCompletionLoader,
  authorisationLoader,
  authorisationResponseLoader,
} from './authorisation.loaders';
import { commonFileLoader } from './common-file.loader';
import { commitmentsLoader, organisationsLoader } from './master-data.loaders';
import type { RecordLoader } from './record-loader';

/** A file kind without a loader does not compile. */
const RECORD_LOADERS: { readonly [K in FileKind]: RecordLoader<K> } = {
  ORG: organisationsLoader,
  DC: commitmentsLoader,
  MA: authorisationLoader,
  MAVR: authorisationResponseLoader,
  MACR: authorisationCompletionLoader,
  MCF: commonFileLoader,
  MCVF: validationLoader,
  MGF: groupFileLoader,
  MGEF: groupEncryptedFileLoader,
  S1SPCF: s1spCommissioningLoader,
  COF: commissioningOutcomeLoader,
  S1SPAUD: s1spAuditLoader,
  CPAUD: commissioningPartyAuditLoader,
};

/** The loader of the header's kind. Header and records of one file have one kind, which the compiler cannot follow. */
export function loaderOf(header: FileHeader): RecordLoader<FileKind> {
  return RECORD_LOADERS[header.kind] as unknown as RecordLoader<FileKind>;
}
