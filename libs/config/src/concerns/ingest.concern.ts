import { z } from 'zod';
import { defineConcern } from '../concern';
import { bearerToken, intervalOf, port, sizeOf, text } from '../variable';

export const ingestConcern = defineConcern({
  variables: z.object({
    // Fine print 34: a larger file is rejected with TOO_LARGE before it is read whole.
    INGEST_MAX_FILE_SIZE: sizeOf('2gb'),
    INGEST_HOST: text('an address to listen on')
      .default('127.0.0.1')
      .meta({ expected: 'an address to listen on' }),
    INGEST_PORT: port(3001),
    INGEST_API_TOKEN: bearerToken('that an uploader sends as bearer token'),
    INBOX_POLL_INTERVAL: intervalOf('5s'),
  }),
  build: (env) => ({
    maxFileSizeBytes: env.INGEST_MAX_FILE_SIZE,
    host: env.INGEST_HOST,
    port: env.INGEST_PORT,
    apiToken: env.INGEST_API_TOKEN,
    inboxPollIntervalMs: env.INBOX_POLL_INTERVAL,
  }),
});

export type IngestConfig = ReturnType<typeof ingestConcern.build>;
