import { testRedisUrl, testServices } from '@app/testing';
import { HealthRegistry } from './health-registry';
import { postgresCheck, queueChecks } from './service-checks';

const SECRET = 'hunter2secret';

const redisChecks = (url: string, need: 'essential' | 'helpful') =>
  queueChecks({ backend: 'redis', url, prefix: '{t}' }, need);

async function report(...checks: Parameters<HealthRegistry['add']>[0][]) {
  const registry = new HealthRegistry();
  checks.forEach((check) => registry.add(check));
  return registry.report();
}

describe('service checks', () => {
  it('tell of what is only helpful, and stay ready', async () => {
    const result = await report(...redisChecks('redis://127.0.0.1:1', 'helpful'));
    expect(result).toEqual({ ready: true, checks: { redis: expect.not.stringMatching(/^ok$/) } });
  });

  it('are well with the services there', async () => {
    const { databaseUrl } = await testServices();
    const checks = [postgresCheck(databaseUrl), ...redisChecks(await testRedisUrl(), 'essential')];
    expect(await report(...checks)).toEqual({
      ready: true,
      checks: { postgres: 'ok', redis: 'ok' },
    });
  });

  it('say that a service is away, without its password', async () => {
    const result = await report(
      postgresCheck(`postgres://mrr:${SECRET}@127.0.0.1:1/mrr`),
      ...redisChecks(`redis://:${SECRET}@127.0.0.1:1`, 'essential'),
    );
    expect(result.ready).toBe(false);
    expect(result.checks['postgres']).not.toBe('ok');
    expect(result.checks['redis']).not.toBe('ok');
    expect(JSON.stringify(result)).not.toContain(SECRET);
  });
});
