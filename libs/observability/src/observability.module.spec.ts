import { Test } from '@nestjs/testing';
import { HealthController } from './health.controller';
import { HealthRegistry, type HealthCheck } from './health-registry';
import { runInJobContext } from './job-context';
import { JobMetrics } from './job-metrics';
import { ObservabilityModule } from './observability.module';
import { ServiceLogger } from './service-logger';

const well: HealthCheck = { name: 'well', need: 'essential', check: () => Promise.resolve() };

async function compile(...checks: Parameters<typeof ObservabilityModule.forRoot>) {
  return Test.createTestingModule({ imports: [ObservabilityModule.forRoot(...checks)] }).compile();
}

describe('ObservabilityModule', () => {
  it('counts and times jobs by queue and outcome', async () => {
    const module = await compile();
    module.get(JobMetrics).record('build-report', 'done', 1500);
    const text = await module.get(HealthController).metrics();
    expect(text).toContain('mrr_jobs_total{queue="build-report",outcome="done"} 1');
    expect(text).toContain('mrr_job_duration_seconds_sum{queue="build-report"} 1.5');
  });

  it('is ready while all checks pass, and tells which one does not', async () => {
    const module = await compile([well]);
    const controller = module.get(HealthController);
    expect(await controller.ready()).toEqual({ ready: true, checks: { well: 'ok' } });
    module
      .get(HealthRegistry)
      .add({ name: 'ill', need: 'essential', check: () => Promise.reject(new Error('no route')) });
    await expect(controller.ready()).rejects.toMatchObject({
      response: { ready: false, checks: { well: 'ok', ill: 'no route' } },
    });
    expect(controller.live()).toEqual({ alive: true });
  });
});

describe('ServiceLogger', () => {
  const lines: string[] = [];

  beforeEach(() => {
    lines.length = 0;
    jest.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  });
  afterEach(() => jest.restoreAllMocks());

  it('writes one JSON object per line with the fields of the running job', () => {
    const logger = new ServiceLogger('report-worker', { logLevel: 'log', logFormat: 'json' });
    const job = {
      queue: 'build-report',
      jobId: 'slot-42',
      subject: 'slot 42',
      correlationId: 'c-1',
      attempt: 2,
    };
    runInJobContext(job, () => logger.log('Done 1234567890123', { rows: 7 }, 'Builder'));
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      ...job,
      app: 'report-worker',
      level: 'log',
      message: 'Done ***',
      rows: 7,
      context: 'Builder',
      timestamp: expect.any(Number) as number,
    });
  });

  it('hides meter points in plain lines and their fields too', () => {
    new ServiceLogger('app', { logLevel: 'log', logFormat: 'plain' }).log('1234567890123', {
      mpan: '1234567890123',
    });
    expect(lines.join('')).not.toContain('1234567890123');
    expect(lines.join('')).toContain('***');
  });

  it('keeps silent below its level', () => {
    new ServiceLogger('app', { logLevel: 'warn', logFormat: 'plain' }).log('chatter');
    expect(lines).toEqual([]);
  });
});
