import { testRedisUrl, testServices } from '@app/testing';
import { HealthRegistry } from './health-registry';
import { postgresCheck, redisCheck } from './service-checks';

const SECRET = 'hunter2secret';

async function report(...checks: Parameters<HealthRegistry['add']>[0][]) {
  const registry = new HealthRegistry();
  checks.forEach((check) => registry.add(check));
  return registry.report();
}

describe('service checks', () => {
  it('are well with the services there', async () => {
    const { databaseUrl } = await testServices();
    expect(await report(postgresCheck(databaseUrl), redisCheck(await testRedisUrl()))).toEqual({
      ready: true,
      checks: { postgres: 'ok', redis: 'ok' },
    });
  });

  it('say that a service is away, without its password', async () => {
    const result = await report(
      postgresCheck(`postgres://mrr:${SECRET}@127.0.0.1:1/mrr`),
      redisCheck(`redis://:${SECRET}@127.0.0.1:1`),
    );
    expect(result.ready).toBe(false);
    expect(result.checks['postgres']).not.toBe('ok');
    expect(result.checks['redis']).not.toBe('ok');
    expect(JSON.stringify(result)).not.toContain(SECRET);
  });
});
