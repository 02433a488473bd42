import { Test } from '@nestjs/testing';
import type { TestingModule } from '@nestjs/testing';
import { Archive } from '@app/archive';
import { loadConfigFrom } from '@app/config';
import { generateSampleFiles } from '@app/migration-files';
import { eventually, testRedisUrl } from '@app/testing';
import { DistributionModule } from '../../apps/distribution/src/distribution.module';
import { ReportWorkerModule } from '../../apps/report-worker/src/report-worker.module';
import { InProcessPipeline } from './in-process-pipeline';
import { startOperations } from './operations-app';
import type { OperationsApp } from './operations-app';

/** A market after its first Monday morning, with the services that work on it. */
export interface PopulatedOperations {
  readonly pipeline: InProcessPipeline;
  readonly operations: OperationsApp;
  readonly deliveredDir: string;
  /** Waits until the slot has the state; fails after a minute. */
  reaches(slotId: string, ...states: string[]): Promise<void>;
  close(): Promise<void>;
}

/** The reports of Monday 16 March 2020 from a week of sample files, built; delivered if `delivers`. */
export async function populatedOperations({
  delivers,
  redisUrl,
}: {
  delivers: boolean;
  /** A server of the test's own. */
  redisUrl?: string;
}): Promise<PopulatedOperations> {
  const pipeline = await InProcessPipeline.open();
  const files = generateSampleFiles({ seed: 5, from: '2020-03-09', weeks: 1, installationsPerDay: 3 });
  for (const { name, folder, content } of files) {
    await pipeline.load({ path: folder ? `${folder}/${name}` : name, bytes: content as Buffer });
  }
  await pipeline.plan(new Date('2020-03-15T18:00:00Z'), new Date('2020-03-16T06:00:00Z'));
  await pipeline.buildAll();
  const redis = redisUrl ?? (await testRedisUrl());
  const operations = await startOperations(pipeline, { REDIS_URL: redis });
  const workers = await startWorkers(pipeline, operations.queuePrefix, redis);
  const reaches = async (slotId: string, ...states: string[]): Promise<void> => {
    await eventually(`slot ${slotId} is ${states.join(' or ')}`, async () => {
      const [slot] = await pipeline.dataSource.query<{ state: string }[]>(
        'SELECT state FROM slot WHERE id = $1',
        [slotId],
      );
      return slot !== undefined && states.includes(slot.state);
    });
  };
  if (delivers) {
    await operations.request('POST', '/v1/slots/requeue', {
      body: { filter: { state: 'built' }, reason: 'first delivery' },
    });
    await eventually('everything is delivered', async () => {
      const [{ left }] = await pipeline.dataSource.query<[{ left: number }]>(
        `SELECT count(*)::int AS left FROM slot WHERE state NOT IN ('delivered', 'nil')`,
      );
      return left === 0;
    });
  }
  return {
    pipeline,
    operations,
    deliveredDir: `${pipeline.root}/delivered`,
    reaches,
    async close() {
      await Promise.all(workers.map((worker) => worker.close()));
      await operations.close();
      await pipeline.close();
    },
  };
}

async function startWorkers(
  pipeline: InProcessPipeline,
  queuePrefix: string,
  redisUrl: string,
): Promise<TestingModule[]> {
  const config = loadConfigFrom(
    {
      DATABASE_URL: (pipeline.dataSource.options as { url: string }).url,
      DATABASE_POOL_SIZE: '4',
      REDIS_URL: redisUrl,
      QUEUE_PREFIX: queuePrefix,
      TIE_BREAK_KEY: 'a key for tests only',
      MRR_HOME: pipeline.root,
    },
    'database',
    'queue',
    'archive',
    'report',
    'delivery',
    'upkeep',
    'worker',
  );
  const modules = [ReportWorkerModule.forRoot(config), DistributionModule.forRoot(config)];
  return Promise.all(
    modules.map(async (module) => {
      const testing = await Test.createTestingModule({ imports: [module] })
        .overrideProvider(Archive)
        .useValue(pipeline.archive)
        .setLogger(false as never)
        .compile();
      return testing.init();
    }),
  );
}
