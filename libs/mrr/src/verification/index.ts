export type { DeliveredFile } from './delivered-file';
export type { Finding, FindingCode, Severity } from './finding';
export type { SeriesSummary } from './series-check';
export { verificationReply } from './verification-reply';
export { verifyReports, type VerificationOptions, type VerificationResult } from './verify-reports';
