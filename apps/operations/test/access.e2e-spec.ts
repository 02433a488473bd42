import { ReadDatabase } from '@app/database';
import { eventually } from '@app/testing';
import { ChangeFeed } from '../src/console/change-feed';
import { InProcessPipeline } from '../../../test/support/in-process-pipeline';
import { startOperations } from '../../../test/support/operations-app';
import { populatedOperations } from '../../../test/support/populated-operations';
import type { PopulatedOperations } from '../../../test/support/populated-operations';
import type { OperationsApp } from '../../../test/support/operations-app';
import { PUBLIC, RANKS, RULES, type Who } from './access-rules';

/** Hundreds of requests, on a machine that is busy with other tests. */
jest.setTimeout(300_000);

interface ExplainedPart {
  events: unknown[];
  statements: { recipientId: string; sources: unknown[] }[];
}

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
  }, 540_000);
  afterAll(() => world.close());

  it('is ruled for every route that the service has, and for no other', () => {
    const { stack } = operations.app.getHttpAdapter().getInstance().router as unknown as {
      stack: { route?: { path: string; methods: Record<string, boolean> } }[];
    };
    const routes = stack.flatMap(({ route }) =>
      route
        ? Object.keys(route.methods).map((method) => `${method} ${route.path.replace(/:(\w+)/g, '{$1}')}`)
        : [],
    );
    // Swagger UI's own files below /api stand behind the same door as /api.
    const own = [...new Set(routes)].filter((route) => !route.startsWith('get /api/'));
    expect(own.length).toBeGreaterThan(50);
    const ruled = [...Object.keys(RULES), ...PUBLIC];
    expect(own.filter((route) => !ruled.includes(route))).toEqual([]);
    const byLibraries = ['get /queues', 'get /queues/api/queues', 'get /assets/console.css'];
    expect(ruled.filter((route) => !own.includes(route) && !byLibraries.includes(route))).toEqual([]);
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
    const foreignIssues = await world.pipeline.dataSource.query<
      { id: string; slot_id: string; report_id: string }[]
    >('SELECT id, slot_id, report_id FROM issue WHERE recipient_id <> ALL ($1)', [[...own]]);
    const token = tokens.party ?? '';
    const statusOf = async (path: string): Promise<number> => {
      const response = await operations.request('GET', path, { token });
      await response.body?.cancel();
      return response.status;
    };
    expect(own.size).toBeGreaterThan(0);
    expect(foreignIssues.length).toBeGreaterThan(10);
    const foreignIds = others.map(({ user_id }) => user_id);
    for (const page of ['/', '/?day=2020-03-16', '/slots', '/recipients', '/preview', '/explain']) {
      const text = await (
        await operations.request('GET', page, { token, headers: { accept: 'text/html' } })
      ).text();
      expect([page, foreignIds.filter((id) => text.includes(id))]).toEqual([page, []]);
    }
    for (const list of ['/v1/slots?limit=500', '/v1/issues?limit=500']) {
      const { items } = await operations.get<{ items: { recipientId: string }[] }>(list, token);
      expect(items.length).toBeGreaterThan(0);
      expect(items.filter(({ recipientId }) => !own.has(recipientId))).toEqual([]);
    }
    for (const { user_id } of others) {
      const { items } = await operations.get<{ items: unknown[] }>(`/v1/slots?recipient=${user_id}`, token);
      expect(items).toEqual([]);
      const issued = await operations.get<{ items: unknown[] }>(`/v1/issues?recipient=${user_id}`, token);
      expect(issued.items).toEqual([]);
      const preview = `report=S1MIG-005&recipient=${user_id}&at=2020-03-16T06:00`;
      expect(await statusOf(`/v1/preview/file?${preview}:00Z`)).toBe(404);
      const shown = await (await operations.request('GET', `/preview?${preview}`, { token })).text();
      expect(shown).toContain('There is no recipient');
      expect(await statusOf(`/v1/recipients/${user_id}`)).toBe(404);
      expect(await statusOf(`/recipients/${user_id}`)).toBe(404);
      expect(
        await statusOf(`/v1/preview?report=S1MIG-001&recipient=${user_id}&at=2020-03-16T06:00:00Z`),
      ).toBe(404);
    }
    // One of each report: the rule is the query's, not the issue's.
    for (const { id, slot_id } of firstOfEach(foreignIssues)) {
      for (const path of [
        `/v1/issues/${id}`,
        `/v1/issues/${id}/file`,
        `/v1/issues/${id}/diff`,
        `/v1/slots/${slot_id}`,
        `/issues/${id}`,
        `/issues/${id}/diff`,
        `/slots/${slot_id}`,
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
    const own = new Set(
      (
        await world.pipeline.dataSource.query<{ user_id: string }[]>(
          'SELECT user_id FROM recipient WHERE party_signifier = $1',
          [party],
        )
      ).map(({ user_id }) => user_id),
    );
    for (const { import_mpan, mprn } of hidden.slice(0, 40)) {
      for (const [kind, value] of [
        ['mpan', import_mpan],
        ['mprn', mprn],
      ] as const) {
        if (value === null) continue;
        const path = `/v1/explain?${kind}=${value}`;
        const answer = await operations.get<{ attempts: ExplainedPart[]; authorisations: ExplainedPart[] }>(
          path,
          tokens.party ?? '',
        );
        const parts = [...answer.attempts, ...answer.authorisations];
        expect(parts.flatMap(({ events }) => events)).toEqual([]);
        const said = parts.flatMap(({ statements }) => statements);
        expect(
          said.filter(({ recipientId, sources }) => !own.has(recipientId) || sources.length > 0),
        ).toEqual([]);
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

  it('of a Party hears by the stream of changes of its own slots alone', async () => {
    const abort = new AbortController();
    const response = await fetch(`${operations.url}/events`, {
      headers: { authorization: `Bearer ${tokens.party}` },
      signal: abort.signal,
    });
    const told: string[] = [];
    const listening = (async () => {
      for await (const chunk of response.body ?? []) told.push(Buffer.from(chunk as Uint8Array).toString());
    })().catch(() => undefined);
    const fingerprints = (): string[] => told.join('').match(/(?<=data: ).+/g) ?? [];
    await eventually('the first word has come', () => Promise.resolve(fingerprints().length === 1));
    const touch = (isOwn: boolean): Promise<unknown> =>
      world.pipeline.dataSource.query(
        `UPDATE slot SET finished_at = now() WHERE id = (
           SELECT s.id FROM slot s JOIN recipient r ON r.user_id = s.recipient_id
            WHERE (r.party_signifier = $1) = $2 ORDER BY s.id LIMIT 1)`,
        [party, isOwn],
      );
    const all = new ChangeFeed(new ReadDatabase(world.pipeline.dataSource)).changesFor(null);
    const seen: unknown[] = [];
    const watching = all.subscribe((event) => seen.push(event));
    await eventually('the feed of all has begun', () => Promise.resolve(seen.length === 1));
    await touch(false);
    await eventually('the feed of all has told it', () => Promise.resolve(seen.length === 2));
    await touch(true);
    await eventually('its own feed has told it', () => Promise.resolve(fingerprints().length === 2));
    watching.unsubscribe();
    abort.abort();
    await listening;
    expect(fingerprints()).toHaveLength(2);
    expect(fingerprints().every((word) => /^[0-9a-f]{32}$/.test(word))).toBe(true);
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
    expect((await requeue({ origin: 'null' })).status).toBe(403);
    expect((await requeue({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await requeue({ origin: operations.url, 'sec-fetch-site': 'same-site' })).status).toBe(403);
    expect((await requeue({ origin: operations.url })).status).toBe(200);
  });

  it('by a cookie changes nothing for another site, whatever the route', async () => {
    const login = await fetch(`${operations.url}/login`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ token: tokens.administrator ?? '' }),
    });
    const cookie = (login.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const changing = Object.keys(RULES).filter((route) => route.startsWith('post '));
    expect(changing.length).toBeGreaterThan(12);
    for (const route of changing) {
      const response = await operations.request('POST', route.slice(5).replace('{id}', '1'), {
        token: null,
        headers: { cookie, origin: 'http://elsewhere.example' },
        body: { reason: 'somebody made me' },
      });
      expect([route, response.status]).toEqual([route, 403]);
      expect(await response.json()).toMatchObject({
        code: 'NOT_ALLOWED',
        type: 'urn:mrr:problem:not-allowed',
      });
    }
    const stillIn = await operations.request('GET', '/v1/me', { token: null, headers: { cookie } });
    expect(stillIn.status).toBe(200);
  });

  it('by another site cannot be begun: nobody is signed in under an account of its own', async () => {
    const login = (headers: Record<string, string>): Promise<Response> =>
      fetch(`${operations.url}/login`, {
        method: 'POST',
        redirect: 'manual',
        headers,
        body: new URLSearchParams({ token: tokens.viewer ?? '' }),
      });
    const foreign = await login({ origin: 'http://elsewhere.example' });
    expect([foreign.status, foreign.headers.get('set-cookie')]).toEqual([403, null]);
    expect((await login({ origin: operations.url })).status).toBe(303);
  });
});

function firstOfEach<T extends { report_id: string }>(issues: readonly T[]): T[] {
  return [...new Map(issues.map((issue) => [issue.report_id, issue])).values()];
}

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
