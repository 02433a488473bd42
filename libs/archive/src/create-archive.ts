import type { ArchiveConfig } from '@app/config';
import type { Archive } from './archive';
import { BlobArchive } from './blob-archive';
import { FolderArchive } from './folder-archive';

/** The archive that the configuration names. */
export function createArchive(config: ArchiveConfig): Archive {
  switch (config.kind) {
    case 'folder':
      return new FolderArchive(config.folder);
    case 'blob':
      return new BlobArchive(config);
  }
}
