export {
  Archive,
  type ArchivedFile,
  type ArchiveSource,
  type StoredFile,
  type StoredUpload,
} from './archive';
export { ArchiveFileMissingError } from './archive-file-missing.error';
export { assertArchiveKey } from './archive-key';
export { FolderArchive } from './folder-archive';
export { InvalidArchiveKeyError } from './invalid-archive-key.error';
export { UploadTooLargeError } from './upload-too-large.error';
export { createArchive } from './create-archive';
