import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import type { INestApplication } from '@nestjs/common';
import { loadConfigFrom } from '@app/config';
import { eventually } from '@app/testing';
import { DistributionModule } from '../../apps/distribution/src/distribution.module';
import { IngestModule } from '../../apps/ingest/src/ingest.module';
import { OperationsModule } from '../../apps/operations/src/operations.module';
import { prepareOperations } from '../../apps/operations/src/prepare-operations';
import { ReportSchedulerModule } from '../../apps/report-scheduler/src/report-scheduler.module';
import { ReportWorkerModule } from '../../apps/report-worker/src/report-worker.module';
import { privatePostgres, privateRedis, type PrivateService } from '../support/private-services';

const TOKEN = 'the-administrator-of-tests';

interface Told {
  readonly live: number;
  readonly ready: number;
  readonly postgres: string;
  readonly redis: string;
}

/** Every service, on a PostgreSQL and a Redis that are really ended and started again. */
describe('health and metrics of every service', () => {
  const home = mkdtempSync(join(tmpdir(), 'mrr-outage-'));
  const apps = new Map<string, INestApplication>();
  let postgres: PrivateService;
  let redis: PrivateService;

  const get = async (app: INestApplication, path: string): Promise<{ status: number; text: string }> => {
    const { port } = app.getHttpServer().address() as AddressInfo;
    const headers = { authorization: `Bearer ${TOKEN}` };
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
    return { status: response.status, text: await response.text() };
  };
  const tell = async (app: INestApplication): Promise<Told> => {
    const metrics = (await get(app, '/metrics')).text;
    const check = (name: string): string =>
      new RegExp(`^mrr_health_check\\{check="${name}"\\} (\\d)$`, 'm').exec(metrics)?.[1] ?? 'absent';
    return {
      live: (await get(app, '/health/live')).status,
      ready: (await get(app, '/health/ready')).status,
      postgres: check('postgres'),
      redis: check('redis'),
    };
  };
  const all = async (): Promise<Record<string, Told>> =>
    Object.fromEntries(
      await Promise.all([...apps].map(async ([name, app]) => [name, await tell(app)] as const)),
    );
  const everywhere = (told: Told, ...exceptions: [string, Partial<Told>][]): Record<string, Told> => {
    const same = Object.fromEntries([...apps.keys()].map((name) => [name, told]));
    return {
      ...same,
      ...Object.fromEntries(exceptions.map(([name, other]) => [name, { ...told, ...other }])),
    };
  };
  const WELL: Told = { live: 200, ready: 200, postgres: '1', redis: '1' };
  const becomes = (expected: Record<string, Told>): Promise<true> =>
    eventually('all services tell the truth', async () => {
      const told = await all();
      return Object.entries(expected).every(
        ([name, one]) => JSON.stringify(told[name]) === JSON.stringify(one),
      );
    });

  beforeAll(async () => {
    [postgres, redis] = await Promise.all([privatePostgres(), privateRedis()]);
    const config = loadConfigFrom(
      {
        DATABASE_URL: postgres.url,
        DATABASE_POOL_SIZE: '4',
        REDIS_URL: redis.url,
        MRR_HOME: home,
        TIE_BREAK_KEY: 'a key for tests only',
        INGEST_API_TOKEN: 'an-uploader-of-tests',
        OPERATIONS_API_TOKEN: TOKEN,
        SCHEDULER_CALENDAR: 'off',
      },
      ...(['database', 'queue', 'archive', 'home', 'ingest', 'worker', 'report', 'scheduler'] as const),
      ...(['delivery', 'operations', 'alerts', 'upkeep'] as const),
    );
    const modules = {
      ingest: IngestModule.forRoot(config),
      'report-scheduler': ReportSchedulerModule.forRoot(config),
      'report-worker': ReportWorkerModule.forRoot(config),
      distribution: DistributionModule.forRoot(config),
      operations: OperationsModule.forRoot(config),
    };
    for (const [name, module] of Object.entries(modules)) {
      const app = await NestFactory.create(module, { logger: false, bodyParser: false, abortOnError: false });
      if (name === 'operations') prepareOperations(app, config.operations);
      await app.listen(0, '127.0.0.1');
      apps.set(name, app);
    }
  }, 300_000);
  afterAll(async () => {
    await Promise.all([...apps.values()].map((app) => app.close()));
    await Promise.all([postgres.remove(), redis.remove()]);
    rmSync(home, { recursive: true, force: true });
  }, 120_000);

  it('are well, and every service tells of its process and its queues', async () => {
    await becomes(everywhere(WELL));
    for (const app of apps.values()) {
      const { text } = await get(app, '/metrics');
      expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds \d/m);
      expect(text).toMatch(/^process_resident_memory_bytes \d/m);
      expect(text).toContain('# TYPE mrr_jobs_total counter');
    }
    const names = async (app: string) => (await get(apps.get(app) as INestApplication, '/metrics')).text;
    expect(await names('report-worker')).toContain('# TYPE mrr_issued_rows_total counter');
    expect(await names('report-worker')).toContain('# TYPE mrr_issue_build_duration_seconds histogram');
    expect(await names('distribution')).toContain('# TYPE mrr_deliveries_total counter');
    expect(await names('ingest')).toContain('# TYPE mrr_loaded_records_total counter');
    expect(await names('operations')).toMatch(
      /^bullmq_jobs_total\{queue="build-report",event="completed"\} 0$/m,
    );
  }, 120_000);

  it('while Redis is away: those that need it are not ready, those that serve people and uploads are', async () => {
    await redis.down();
    await becomes(
      everywhere(
        { ...WELL, ready: 503, redis: '0' },
        ['ingest', { ready: 200 }],
        ['operations', { ready: 200 }],
      ),
    );
    const { text } = await get(apps.get('operations') as INestApplication, '/metrics');
    await redis.up();
    expect(text).not.toMatch(/^bullmq_jobs_total\{/m);
    await becomes(everywhere(WELL));
  }, 180_000);

  it('while PostgreSQL is away: all are alive and none is ready', async () => {
    await postgres.down();
    await becomes(everywhere({ ...WELL, ready: 503, postgres: '0' }));
    await postgres.up();
    await becomes(everywhere(WELL));
  }, 180_000);
});
