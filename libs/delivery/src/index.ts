export { assertDeliverableName } from './delivery-name';
export { DeliveryTarget, type Consignment, type Receipt } from './delivery-target';
export { ContentConflictError } from './errors/content-conflict.error';
export { DeliveryError } from './errors/delivery.error';
export { FolderMissingError } from './errors/folder-missing.error';
export { InvalidNameError } from './errors/invalid-name.error';
export { ThrottledError } from './errors/throttled.error';
export { UnavailableError } from './errors/unavailable.error';
export { VerificationFailedError } from './errors/verification-failed.error';
export type { DeliveredItem, ListDelivered } from './inventory/delivered-item';
export { deliveredAt } from './inventory/list-delivered';
export { FolderTarget } from './folder-target';
export { createDeliveryTarget, type DeliveryTargetDependencies } from './create-delivery-target';
export { AccessDeniedError } from './errors/access-denied.error';
export { FileLockedError } from './errors/file-locked.error';
export { RejectedError } from './errors/rejected.error';
export { SignInRefusedError } from './errors/sign-in-refused.error';
export { TargetStoppedError } from './errors/target-stopped.error';
export { UploadInProgressError } from './errors/upload-in-progress.error';
export type { UploadSessionStore } from './sharepoint/upload/upload-session-store';
export { checkSharePoint, type SharePointFinding } from './sharepoint/provisioning/check-sharepoint';
export type { FolderReader } from './sharepoint/provisioning/folder-readers';
export type { PartyFolder } from './sharepoint/provisioning/party-folder';
export {
  provisionSharePoint,
  type ProvisionedFolder,
  type ProvisionOptions,
} from './sharepoint/provisioning/provision-sharepoint';
