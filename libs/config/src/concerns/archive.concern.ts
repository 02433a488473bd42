import { z } from 'zod';
import { defineConcern, missingBecause } from '../concern';
import { choice, optionalText } from '../variable';
import { homeAt } from './home.concern';

/** Where source files and reports are kept. Workers on several machines need a place that all of them reach. */
export type ArchiveConfig =
  { kind: 'folder'; folder: string } | { kind: 'blob'; connectionString: string; container: string };

export const archiveConcern = defineConcern({
  variables: z.object({
    ARCHIVE_TARGET: choice(['folder', 'blob'], 'folder'),
    ARCHIVE_BLOB_CONTAINER: z.string().default('archive').meta({ expected: 'the name of a container' }),
    AZURE_STORAGE_CONNECTION_STRING: optionalText('the connection string of a storage account', {
      secret: true,
    }),
    MRR_HOME: z.string().default('.mrr').meta({ expected: 'a directory' }),
  }),
  rules: (raw) => {
    const missing = raw['ARCHIVE_TARGET'] === 'blob' && !raw['AZURE_STORAGE_CONNECTION_STRING'];
    return missing ? [missingBecause('AZURE_STORAGE_CONNECTION_STRING', 'ARCHIVE_TARGET is blob')] : [];
  },
  build: (env): ArchiveConfig => {
    if (env.ARCHIVE_TARGET === 'folder') return { kind: 'folder', folder: homeAt(env.MRR_HOME).archiveDir };
    const connectionString = env.AZURE_STORAGE_CONNECTION_STRING ?? '';
    return { kind: 'blob', connectionString, container: env.ARCHIVE_BLOB_CONTAINER };
  },
});
