import { InProcessPipeline } from '../../../test/support/in-process-pipeline';
import { startOperations } from '../../../test/support/operations-app';
import { populatedOperations } from '../../../test/support/populated-operations';
import type { PopulatedOperations } from '../../../test/support/populated-operations';
import type { OperationsApp } from '../../../test/support/operations-app';

type Who = 'nobody' | 'stranger' | 'party' | 'viewer' | 'operator' | 'administrator';

/** Least role per path and method; `party`: a recipient-scoped viewer may as well. What is missing here must be refused. */
const RULES: Record<string, 'party' | 'viewer' | 'operator' | 'administrator'> = {
  'get /v1/me': 'party',
  'get /v1/slots': 'party',
  'get /v1/slots/{id}': 'party',
  'post /v1/slots/requeue': 'operator',
  'get /v1/issues': 'party',
  'get /v1/issues/{id}': 'party',
  'get /v1/issues/{id}/file': 'party',
  'get /v1/issues/{id}/diff': 'party',
  'post /v1/issues/{id}/reissue': 'operator',
  'get /v1/preview': 'party',
  'get /v1/explain': 'party',
  'get /v1/recipients': 'party',
  'get /v1/recipients/{userId}': 'party',
  'get /v1/source-files': 'viewer',
  'get /v1/source-files/{id}': 'viewer',
  'get /v1/source-files/{id}/file': 'viewer',
  'post /v1/source-files/{id}/resubmit': 'operator',
  'get /v1/releases': 'viewer',
  'post /v1/releases': 'operator',
  'get /v1/alerts': 'viewer',
  'post /v1/alerts/{id}/clear': 'operator',
  'get /v1/queues': 'viewer',
  'get /v1/api-keys': 'administrator',
  'post /v1/api-keys': 'administrator',
  'post /v1/api-keys/{id}/revoke': 'administrator',
  'get /v1/audit': 'administrator',
  'get /v1/audit/verify': 'administrator',
  // Paths that the API document does not describe.
  'get /health/live': 'party',
  'get /metrics': 'viewer',
  'get /openapi.json': 'party',
  'get /api': 'party',
  'get /queues': 'viewer',
  'get /queues/api/queues': 'viewer',
  'get /': 'party',
  'get /migrations': 'viewer',
  'get /explain': 'party',
  'get /recipients': 'party',
  'get /source-files': 'viewer',
  'post /slots/{id}/requeue': 'operator',
  'post /slots/{id}/reissue': 'operator',
  'post /source-files/{id}/resubmit': 'operator',
  'get /assets/console.css': 'party',
};

const RANKS: Record<'party' | 'viewer' | 'operator' | 'administrator', number> = {
  party: 0,
  viewer: 1,
  operator: 2,
  administrator: 3,
};

describe('access', () => {
  let world: PopulatedOperations;
  let operations: OperationsApp;
  let tokens: Record<Who, string | null>;
  let party: string;

  beforeAll(async () => {
    world = await populatedOperations({ delivers: false });
    ({ operations } = world);
    const [recipient] = await world.pipeline.dataSource.query<[{ party_signifier: string }]>(
      `SELECT r.party_signifier FROM issue i JOIN recipient r ON r.user_id = i.recipient_id
        WHERE i.report_id = 'S1MIG-001' AND r.role = 'SUPPLIER' GROUP BY 1 ORDER BY count(*) DESC LIMIT 1`,
    );
    party = recipient.party_signifier;
    tokens = {
      nobody: null,
      stranger: 'mrr_this-key-was-never-made',
      party: await operations.key({ name: 'own reports', role: 'viewer', party }),
      viewer: await operations.key({ name: 'viewer', role: 'viewer' }),
      operator: await operations.key({ name: 'operator', role: 'operator' }),
      administrator: await operations.key({ name: 'administrator', role: 'administrator' }),
    };
  }, 180_000);
  afterAll(() => world.close());

  it('is ruled for every path that the API describes', async () => {
    const { paths } = await operations.get<{ paths: Record<string, Record<string, unknown>> }>(
      '/openapi.json',
    );
    const described = Object.entries(paths)
      .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`))
      .filter((operation) => !operation.includes('/health') && !operation.includes('/metrics'));
    expect(described.length).toBeGreaterThan(20);
    expect(Object.keys(RULES)).toEqual(expect.arrayContaining(described));
  });

  it.each(Object.entries(RULES))('of %s begins with %s', async (operation, least) => {
    const [method = '', template = ''] = operation.split(' ');
    const path = template.replace('{id}', '987654321').replace('{userId}', '00-00-00-00-00-00-00-01');
    for (const who of Object.keys(tokens) as Who[]) {
      const response = await operations.request(method.toUpperCase(), path, {
        token: tokens[who],
        ...(method === 'post' && { body: {} }),
      });
      await response.body?.cancel();
      const isPublic = path.startsWith('/health/');
      if (who === 'nobody' || who === 'stranger') {
        expect([who, response.status]).toEqual([who, isPublic ? 200 : 401]);
      } else if (isPublic || RANKS[who] >= RANKS[least]) {
        expect([who, response.status]).not.toEqual([who, 401]);
        expect([who, response.status]).not.toEqual([who, 403]);
      } else {
        expect([who, response.status]).toEqual([who, 403]);
      }
    }
  });

  it('of a Party ends at its own data, by whatever parameter it asks', async () => {
    const own = new Set(
      (
        await world.pipeline.dataSource.query<{ user_id: string }[]>(
          'SELECT user_id FROM recipient WHERE party_signifier = $1',
          [party],
        )
      ).map(({ user_id }) => user_id),
    );
    const others = await world.pipeline.dataSource.query<{ user_id: string; role: string }[]>(
      'SELECT user_id, role FROM recipient WHERE party_signifier <> $1',
      [party],
    );
    const foreignIssues = await world.pipeline.dataSource.query<{ id: string; slot_id: string }[]>(
      'SELECT id, slot_id FROM issue WHERE recipient_id <> ALL ($1)',
      [[...own]],
    );
    const token = tokens.party ?? '';
    const statusOf = async (path: string): Promise<number> => {
      const response = await operations.request('GET', path, { token });
      await response.body?.cancel();
      return response.status;
    };
    expect(own.size).toBeGreaterThan(0);
    expect(foreignIssues.length).toBeGreaterThan(10);
    for (const list of ['/v1/slots?limit=500', '/v1/issues?limit=500']) {
      const { items } = await operations.get<{ items: { recipientId: string }[] }>(list, token);
      expect(items.length).toBeGreaterThan(0);
      expect(items.filter(({ recipientId }) => !own.has(recipientId))).toEqual([]);
    }
    for (const { user_id } of others) {
      const { items } = await operations.get<{ items: unknown[] }>(`/v1/slots?recipient=${user_id}`, token);
      expect(items).toEqual([]);
      expect(await statusOf(`/v1/recipients/${user_id}`)).toBe(404);
      expect(await statusOf(`/recipients/${user_id}`)).toBe(404);
      expect(
        await statusOf(`/v1/preview?report=S1MIG-001&recipient=${user_id}&at=2020-03-16T06:00:00Z`),
      ).toBe(404);
    }
    for (const { id, slot_id } of foreignIssues) {
      for (const path of [
        `/v1/issues/${id}`,
        `/v1/issues/${id}/file`,
        `/v1/issues/${id}/diff`,
        `/v1/slots/${slot_id}`,
      ]) {
        expect([path, await statusOf(path)]).toEqual([path, 404]);
      }
    }
  });

  it("of a Party explains nothing by a meter point that it may not see, and names no other Party's report", async () => {
    const hidden = await world.pipeline.dataSource.query<
      { import_mpan: string | null; mprn: string | null }[]
    >(
      `SELECT DISTINCT i.import_mpan, i.mprn FROM installation_record i
        WHERE NOT EXISTS (SELECT 1 FROM attempt_audience v JOIN recipient r ON r.user_id = v.recipient_id
                           WHERE v.id = i.id AND r.party_signifier = $1)
           OR EXISTS (SELECT 1 FROM attempt_audience v JOIN recipient r ON r.user_id = v.recipient_id
                       WHERE v.id = i.id AND r.party_signifier = $1 AND NOT (v.sees_electricity AND v.sees_gas))`,
      [party],
    );
    expect(hidden.length).toBeGreaterThan(0);
    for (const { import_mpan, mprn } of hidden.slice(0, 60)) {
      for (const [kind, value] of [
        ['mpan', import_mpan],
        ['mprn', mprn],
      ] as const) {
        if (value === null) continue;
        const path = `/v1/explain?${kind}=${value}`;
        const answer = await operations.get<{ attempts: { statements: { recipientId: string }[] }[] }>(
          path,
          tokens.party ?? '',
        );
        const [{ visible }] = await world.pipeline.dataSource.query<[{ visible: number }]>(
          `SELECT count(DISTINCT v.id)::int AS visible FROM attempt_audience v
             JOIN recipient r ON r.user_id = v.recipient_id JOIN installation_record i ON i.id = v.id
            WHERE r.party_signifier = $1 AND ${kind === 'mpan' ? 'i.import_mpan = $2 AND v.sees_electricity' : 'i.mprn = $2 AND v.sees_gas'}`,
          [party, value],
        );
        expect(answer.attempts).toHaveLength(visible);
      }
    }
  });

  it('ends when a key is revoked, the sessions that it opened included', async () => {
    const secret = await operations.key({ name: 'leaver', role: 'viewer' });
    const login = await fetch(`${operations.url}/login`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ token: secret, next: '//elsewhere.example/' }),
    });
    expect([login.status, login.headers.get('location')]).toEqual([303, '/']);
    const cookie = login.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    const session = { token: null, headers: { cookie: cookie.split(';')[0] ?? '' } };
    expect((await operations.request('GET', '/v1/me', session)).status).toBe(200);
    const { items } = await operations.get<{ items: { id: string; name: string }[] }>('/v1/api-keys');
    const key = items.find(({ name }) => name === 'leaver');
    await operations.request('POST', `/v1/api-keys/${key?.id}/revoke`, {
      body: { reason: 'left the company' },
    });
    expect((await operations.request('GET', '/v1/me', { token: secret })).status).toBe(401);
    expect((await operations.request('GET', '/v1/me', session)).status).toBe(401);
  });

  it('by a cookie changes nothing for another site', async () => {
    const login = await fetch(`${operations.url}/login`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ token: tokens.operator ?? '' }),
    });
    const cookie = (login.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const requeue = (headers: Record<string, string>) =>
      operations.request('POST', '/v1/slots/requeue', {
        token: null,
        headers: { cookie, ...headers },
        body: { ids: ['1'], reason: 'somebody made me' },
      });
    expect((await requeue({ origin: 'http://elsewhere.example' })).status).toBe(403);
    expect((await requeue({})).status).toBe(403);
    expect((await requeue({ origin: operations.url })).status).toBe(200);
  });
});

describe('a client that asks without end', () => {
  it('is told to wait', async () => {
    const pipeline = await InProcessPipeline.open();
    const operations = await startOperations(pipeline, { OPERATIONS_REQUESTS_PER_MINUTE: '3' });
    try {
      const statuses: number[] = [];
      for (let index = 0; index < 5; index += 1) {
        statuses.push((await operations.request('GET', '/v1/me')).status);
      }
      expect(statuses).toEqual([200, 200, 200, 429, 429]);
      expect((await operations.request('GET', '/health/live', { token: null })).status).toBe(200);
    } finally {
      await operations.close();
      await pipeline.close();
    }
  });
});
