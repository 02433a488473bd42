export { createApiKey, findApiKey, listApiKeys, revokeApiKey } from './access/api-keys';
export type { ApiKey, NewApiKey } from './access/api-keys';
export { closeConsoleSession, findConsoleSession, openConsoleSession } from './access/console-sessions';
export { OPERATOR_ROLES, roleIncludes } from './access/principal';
export type { OperatorRole, Principal } from './access/principal';
export {
  readLatestOperatorActions,
  readOperatorActions,
  recordOperatorAction,
  verifyOperatorActions,
} from './audit/operator-actions';
export type { AuditVerification, OperatorAction, RecordedAction } from './audit/operator-actions';
export { verifyIssueChains } from './audit/issue-chains';
export type { BrokenChain } from './audit/issue-chains';
export { isContention } from './contention';
export { copyLine, copyLines } from './copy/copy-lines';
export type { CopyValue } from './copy/copy-lines';
export { microsecondsOf } from './correlation/microseconds-of';
export { sourceFilesOfSlot } from './correlation/source-files-of-slot';
export type { FeedingFile } from './correlation/source-files-of-slot';
export { adoptMasterData } from './derivation/adopt-master-data';
export { setAffectedAttempts } from './derivation/affected-attempts';
export { deriveAttempts } from './derivation/derive-attempts';
export { lockLedger } from './derivation/lock-ledger';
export {
  AUTHORISATIONS_OF_AFFECTED_ATTEMPTS,
  reviewAuthorisations,
} from './derivation/review-authorisations';
export { refreshEntitlements } from './derivation/refresh-entitlements';
export { dataSourceOptions, runMigrations } from './data-source';
export { DatabaseModule } from './database.module';
export type { DatabaseOptions } from './data-source';
export * from './entities';
export { LATE_CAUSES, lateOutcomes } from './late-ledger/late-outcomes';
export type { LateCause, LateOutcome, LateOutcomeRequest } from './late-ledger/late-outcomes';
export { prepared } from './prepared';
export { ReadDatabase } from './replica/read-database';
export type { ReplicaOptions } from './replica/read-database';
export { failSlot, UNFINISHED_STATES } from './slot-states';
export type { SlotFailure } from './slot-states';
export { inTransaction } from './transaction';
export { UploadSessionRepository } from './upload-sessions/upload-session.repository';
