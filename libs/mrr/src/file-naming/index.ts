export { folderName, isFolderNameAllowed, type FolderOwner } from './folder-name';
export {
  FILE_NAME_PROFILES,
  parseReportFileName,
  reportFileName,
  type FileNameProfile,
  type ReportFileName,
} from './report-file-name';
export { SequenceTooLargeError } from './sequence-too-large.error';
