import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { eventually, testRedisUrl } from '@app/testing';
import { AlertNotifier } from '../src/alerts/alert-notifier';
import { InProcessPipeline } from '../../../test/support/in-process-pipeline';
import { startOperations } from '../../../test/support/operations-app';
import type { OperationsApp } from '../../../test/support/operations-app';
import { TcpProxy } from '../../../test/support/tcp-proxy';

describe('while a dependency is away', () => {
  let pipeline: InProcessPipeline;
  let operations: OperationsApp;
  let postgres: TcpProxy;
  let redis: TcpProxy;

  const metrics = async (): Promise<string> => {
    const response = await operations.request('GET', '/metrics');
    return response.text();
  };
  const readiness = async (): Promise<number> => {
    const response = await operations.request('GET', '/health/ready', { token: null });
    await response.body?.cancel();
    return response.status;
  };

  beforeAll(async () => {
    pipeline = await InProcessPipeline.open();
    postgres = await TcpProxy.before((pipeline.dataSource.options as { url: string }).url);
    redis = await TcpProxy.before(await testRedisUrl());
    operations = await startOperations(pipeline, { DATABASE_URL: postgres.url, REDIS_URL: redis.url });
  });
  afterAll(async () => {
    await operations.close();
    await postgres.down();
    await redis.down();
    await pipeline.close();
  });

  it('of Redis: slots are requeued all the same, queues answer 503, figures say so, and afterwards all is well', async () => {
    expect(await metrics()).toContain('mrr_dependency_up{name="queues"} 1');
    const [{ id }] = await pipeline.dataSource.query<[{ id: string }]>(
      `INSERT INTO slot (report_id, recipient_id, slot_time, due_at, state, finished_at)
       VALUES ('S1MIG-003', 'X', now(), now(), 'failed', now()) RETURNING id`,
    );
    await redis.down();
    const text = await metrics();
    expect(text).toContain('mrr_dependency_up{name="queues"} 0');
    expect(text).toContain('mrr_dependency_up{name="postgres"} 1');
    expect(text).not.toMatch(/^mrr_queue_jobs\{/m);
    expect((await operations.request('GET', '/v1/queues')).status).toBe(503);
    const body = { ids: [id], reason: 'Redis is away' };
    const answer = await operations.request('POST', '/v1/slots/requeue', { body });
    expect(await answer.json()).toEqual({ requeued: [id], skipped: [] });
    expect(await operations.get(`/v1/slots/${id}`)).toMatchObject({ state: 'planned' });
    await redis.up();
    await eventually('the queues are read again', async () =>
      (await metrics()).includes('{name="queues"} 1'),
    );
  });

  it('of PostgreSQL: alive and not ready, no figure is old, nobody is let in, and afterwards all is well', async () => {
    const viewer = await operations.key({ name: 'viewer', role: 'viewer' });
    expect(await readiness()).toBe(200);
    await postgres.down();
    expect(await readiness()).toBe(503);
    expect((await operations.request('GET', '/health/live', { token: null })).status).toBe(200);
    const text = await metrics();
    expect(text).toContain('mrr_dependency_up{name="postgres"} 0');
    expect(text).not.toMatch(/^mrr_slots_late \d/m);
    expect((await operations.request('GET', '/v1/me', { token: viewer })).status).toBe(503);
    await postgres.up();
    await eventually('it is ready again', async () => (await readiness()) === 200);
    expect((await operations.request('GET', '/v1/me', { token: viewer })).status).toBe(200);
    expect(await metrics()).toMatch(/^mrr_slots_late \d/m);
  });
});

describe('a token of an OpenID Connect issuer', () => {
  it('counts if it is signed, for us, in time and with a role; a Party makes a scoped viewer of anybody', async () => {
    const { publicKey, privateKey } = await generateKeyPair('RS256');
    const { privateKey: foreignKey } = await generateKeyPair('RS256');
    const { publicKey: nextPublicKey, privateKey: nextKey } = await generateKeyPair('ES256');
    const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
    const nextJwk = { ...(await exportJWK(nextPublicKey)), kid: 'k2', alg: 'ES256', use: 'sig' };
    let keys: object[] = [jwk];
    const issuer = createServer((request, response) => {
      const isDiscovery = request.url === '/.well-known/openid-configuration';
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(isDiscovery ? { jwks_uri: `${issuerUrl}/keys` } : { keys }));
    });
    issuer.listen(0, '127.0.0.1');
    await once(issuer, 'listening');
    const issuerUrl = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}`;
    const token = (
      claims: object,
      {
        key = privateKey,
        audience = 'mrr',
        expires = '5m',
        from = issuerUrl,
        kid = 'k1',
        alg = 'RS256',
      } = {},
    ): Promise<string> =>
      new SignJWT({ ...claims })
        .setProtectedHeader({ alg, kid })
        .setIssuer(from)
        .setAudience(audience)
        .setSubject('ann')
        .setExpirationTime(expires)
        .sign(key);
    const pipeline = await InProcessPipeline.open();
    const operations = await startOperations(pipeline, {
      OPERATIONS_OIDC_ISSUER: issuerUrl,
      OPERATIONS_OIDC_AUDIENCE: 'mrr',
    });
    const me = async (bearer: string): Promise<unknown> => {
      const response = await operations.request('GET', '/v1/me', { token: bearer });
      return response.ok ? response.json() : response.status;
    };
    try {
      expect(await me(await token({ roles: ['viewer', 'operator'] }))).toEqual({
        name: 'ann',
        role: 'operator',
        party: null,
      });
      expect(await me(await token({ roles: ['administrator'], party: 'SUP001' }))).toEqual({
        name: 'ann',
        role: 'viewer',
        party: 'SUP001',
      });
      expect(await me(await token({ roles: ['visitor'] }))).toBe(401);
      expect(await me(await token({ roles: ['viewer'], party: '' }))).toBe(401);
      expect(await me(await token({ roles: ['viewer'] }, { key: foreignKey }))).toBe(401);
      expect(await me(await token({ roles: ['viewer'] }, { audience: 'another' }))).toBe(401);
      expect(await me(await token({ roles: ['viewer'] }, { expires: '-1m' }))).toBe(401);
      expect(await me(await token({ roles: ['viewer'] }, { from: 'https://elsewhere.example' }))).toBe(401);
      expect(await me(await token({}))).toBe(401); // no role, no access
      // With an algorithm of shared secrets, the issuer's public key would be the secret.
      const publicText = new TextEncoder().encode(JSON.stringify(jwk));
      const shared = await new SignJWT({ roles: ['administrator'] })
        .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
        .setIssuer(issuerUrl)
        .setAudience('mrr')
        .setSubject('ann')
        .setExpirationTime('5m')
        .sign(publicText);
      expect(await me(shared)).toBe(401);
      keys = [nextJwk]; // the issuer changes its keys
      const next = await token({ roles: ['viewer'] }, { key: nextKey, kid: 'k2', alg: 'ES256' });
      await eventually('the new key counts', async () => (await me(next)) !== 401);
      expect(await me(await token({ roles: ['viewer'] }))).toBe(401);
      const unsigned = `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify({ iss: issuerUrl, aud: 'mrr', sub: 'a', roles: ['administrator'], exp: 9e9 }))}.`;
      expect(await me(unsigned)).toBe(401);
    } finally {
      await operations.close();
      await pipeline.close();
      issuer.close();
    }
  });
});

describe('alerts', () => {
  it('are told to the webhook once each, and again if it did not take them', async () => {
    const told: { alerts: { kind: string }[] }[] = [];
    let status = 500;
    const webhook = createServer((request, response) => {
      json(request).then(
        (body) => {
          if (status === 200) told.push(body as { alerts: { kind: string }[] });
          response.writeHead(status).end();
        },
        () => response.destroy(),
      );
    });
    webhook.listen(0, '127.0.0.1');
    await once(webhook, 'listening');
    const pipeline = await InProcessPipeline.open();
    const operations = await startOperations(pipeline, {
      ALERT_WEBHOOK_URL: `http://127.0.0.1:${(webhook.address() as AddressInfo).port}`,
      ALERT_POLL_INTERVAL: '1h',
    });
    try {
      await pipeline.dataSource.query(
        `INSERT INTO alert (kind, subject, message) VALUES ('SLOT_LATE', 'slot 1', 'late'), ('SLOT_FAILED', 'slot 2', 'failed')`,
      );
      const notifier = operations.app.get(AlertNotifier);
      await expect(notifier.notify()).rejects.toThrow('500');
      status = 200;
      expect(await Promise.all([notifier.notify(), notifier.notify()])).toEqual(
        expect.arrayContaining([2, 0]),
      );
      expect(await notifier.notify()).toBe(0);
      expect(told.flatMap(({ alerts }) => alerts.map(({ kind }) => kind))).toEqual([
        'SLOT_LATE',
        'SLOT_FAILED',
      ]);
    } finally {
      await operations.close();
      await pipeline.close();
      webhook.close();
    }
  });
});
