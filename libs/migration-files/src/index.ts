export { FILE_KINDS, type FileKind } from './file-kind';
export { parseFileName, type FileNameByKind, type ParsedFileName } from './file-name';
export { FileRejectedError, type FileRejectionCode } from './file-rejected.error';
export type { FileEvent } from './file-event';
export { readMigrationFile, type ReadOptions } from './read-migration-file';
export type { RecordProblem, SetAsideCode, WarningCode } from './record-problem';
export type { FileHeader, FileRecord, HeaderByKind, RecordByKind } from './kinds/contents';
export {
  REPORTED_DEVICE_TYPES,
  type Device,
  type DeviceType,
  type ReportedDeviceType,
} from './kinds/devices';
export { ROLES, type Role } from './kinds/organisations';
export * from './generator';
