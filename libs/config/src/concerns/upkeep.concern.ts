import { z } from 'zod';
import { defineConcern } from '../concern';
import { durationOf } from '../variable';

export const upkeepConcern = defineConcern({
  variables: z.object({
    ARCHIVE_CHECK_INTERVAL: durationOf('1h'),
    // How long the file of a snapshot report can be made again when the archive has lost it.
    REPORT_COPY_RETENTION: durationOf('400d'),
  }),
  build: (env) => ({
    checkIntervalMs: env.ARCHIVE_CHECK_INTERVAL,
    copyRetentionMs: env.REPORT_COPY_RETENTION,
  }),
});

export type UpkeepConfig = ReturnType<typeof upkeepConcern.build>;
