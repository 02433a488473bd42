import type { AddressInfo } from 'node:net';
import { Test } from '@nestjs/testing';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Archive } from '@app/archive';
import { loadConfigFrom } from '@app/config';
import type { NewApiKey } from '@app/database';
import { testQueuePrefix, testRedisUrl } from '@app/testing';
import { OperationsModule } from '../../apps/operations/src/operations.module';
import { prepareOperations } from '../../apps/operations/src/prepare-operations';
import type { InProcessPipeline } from './in-process-pipeline';

export const ADMINISTRATOR_TOKEN = 'the-administrator-of-tests';

/** The operations service as its clients see it. */
export interface OperationsClient {
  readonly url: string;
  /** Sends a request as whoever bears the token; null: as nobody. */
  request(method: string, path: string, options?: RequestOptions): Promise<Response>;
  get<T>(path: string, token?: string): Promise<T>;
  /** A bearer token of a new API key. */
  key(key: Pick<NewApiKey, 'name' | 'role'> & { party?: string }): Promise<string>;
}

export interface OperationsApp extends OperationsClient {
  readonly app: NestExpressApplication;
  readonly queuePrefix: string;
  close(): Promise<void>;
}

interface RequestOptions {
  readonly token?: string | null;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** The operations service in this process, on the pipeline's database and archive. */
export async function startOperations(
  pipeline: InProcessPipeline,
  environment: Record<string, string> = {},
): Promise<OperationsApp> {
  const queuePrefix = testQueuePrefix();
  const config = loadConfigFrom(
    {
      DATABASE_URL: (pipeline.dataSource.options as { url: string }).url,
      DATABASE_POOL_SIZE: '6',
      REDIS_URL: await testRedisUrl(),
      QUEUE_PREFIX: queuePrefix,
      OPERATIONS_API_TOKEN: ADMINISTRATOR_TOKEN,
      OPERATIONS_REQUESTS_PER_MINUTE: '100000',
      TIE_BREAK_KEY: 'a key for tests only',
      MRR_HOME: pipeline.root,
      ...environment,
    },
    'database',
    'queue',
    'archive',
    'operations',
    'report',
    'delivery',
    'alerts',
  );
  const testing = await Test.createTestingModule({ imports: [OperationsModule.forRoot(config)] })
    .overrideProvider(Archive)
    .useValue(pipeline.archive)
    .compile();
  const app = testing.createNestApplication<NestExpressApplication>({ bodyParser: false, logger: ['fatal'] });
  try {
    prepareOperations(app, config.operations);
    await app.listen(0, '127.0.0.1');
  } catch (error) {
    await app.close();
    throw error;
  }
  const url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
  return { ...operationsClient(url), app, queuePrefix, close: () => app.close() };
}

/** A client of the service at an address; requests are the administrator's unless they say otherwise. */
export function operationsClient(url: string): OperationsClient {
  const request: OperationsClient['request'] = (
    method,
    path,
    { token = ADMINISTRATOR_TOKEN, body, headers } = {},
  ) =>
    fetch(url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    url,
    request,
    async get<T>(path: string, token: string = ADMINISTRATOR_TOKEN): Promise<T> {
      const response = await request('GET', path, { token });
      if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
      return (await response.json()) as T;
    },
    async key({ name, role, party }) {
      const response = await request('POST', '/v1/api-keys', { body: { name, role, party: party ?? null } });
      if (!response.ok) throw new Error(`No key: ${response.status} ${await response.text()}`);
      return ((await response.json()) as { secret: string }).secret;
    },
  };
}
