import { z } from 'zod';
import { populatedOperations } from '../../../test/support/populated-operations';
import type { PopulatedOperations } from '../../../test/support/populated-operations';

/** Hundreds of requests, on a machine that is busy with other tests. */
jest.setTimeout(300_000);

interface Answer {
  content?: Record<string, { schema: z.core.JSONSchema.JSONSchema }>;
}
interface Operation {
  requestBody?: { content: Record<string, { schema: z.core.JSONSchema.JSONSchema }> };
  parameters?: { name: string; in: string; required?: boolean }[];
  responses: Record<string, Answer>;
}
interface ApiDocument {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas?: Record<string, unknown> };
}

describe('the API', () => {
  let world: PopulatedOperations;
  let document: ApiDocument;

  beforeAll(async () => {
    world = await populatedOperations({ delivers: false });
    document = await world.operations.get<ApiDocument>('/openapi.json');
  }, 540_000);
  afterAll(() => world.close());

  /** A value for each parameter that is needed. */
  const values = async (): Promise<Record<string, Record<string, string>>> => {
    const one = async (sql: string): Promise<string> => {
      const [row] = await world.pipeline.dataSource.query<{ value: string }[]>(sql);
      if (!row) throw new Error(`Nothing found: ${sql}`);
      return row.value;
    };
    const recipient = await one('SELECT recipient_id AS value FROM issue ORDER BY id LIMIT 1');
    return {
      '/v1/slots/{id}': { id: await one('SELECT slot_id AS value FROM issue ORDER BY id LIMIT 1') },
      '/v1/issues/{id}': { id: await one('SELECT id AS value FROM issue ORDER BY id DESC LIMIT 1') },
      '/v1/issues/{id}/file': { id: await one('SELECT id AS value FROM issue ORDER BY id DESC LIMIT 1') },
      '/v1/issues/{id}/diff': {
        id: await one('SELECT id AS value FROM issue ORDER BY sequence_number DESC, id LIMIT 1'),
      },
      '/v1/source-files/{id}': { id: await one('SELECT id AS value FROM source_file ORDER BY id LIMIT 1') },
      '/v1/source-files/{id}/file': {
        id: await one('SELECT id AS value FROM source_file ORDER BY id LIMIT 1'),
      },
      '/v1/recipients/{userId}': { userId: recipient },
      '/v1/preview': { report: 'S1MIG-004', recipient, at: '2020-03-16T06:00:00Z' },
      '/v1/preview/file': { report: 'S1MIG-004', recipient, at: '2020-03-16T06:00:00Z' },
      '/v1/explain': { chf: await one('SELECT chf_id AS value FROM attempt ORDER BY id LIMIT 1') },
    };
  };

  const checkAnswer = async (response: Response, answer: Answer | undefined, what: string): Promise<void> => {
    expect([what, answer]).not.toEqual([what, undefined]);
    const [mediaType = '', { schema } = { schema: {} }] = Object.entries(answer?.content ?? {})[0] ?? [];
    const sent = response.headers.get('content-type') ?? '';
    if (!mediaType.includes('json')) {
      expect(sent.startsWith(mediaType)).toBe(true);
      await response.body?.cancel();
      return;
    }
    expect(sent).toMatch(response.ok ? /^application\/json/ : /^application\/problem\+json/);
    const checked = z
      .fromJSONSchema(schema, { defaultTarget: 'openapi-3.0' })
      .safeParse(await response.json());
    expect([what, checked.error?.issues ?? []]).toEqual([what, []]);
  };

  it('answers every GET as its own document says, with real data and for what is not there', async () => {
    const known = await values();
    let answers = 0;
    for (const [template, methods] of Object.entries(document.paths)) {
      const operation = methods['get'];
      if (!operation || !template.startsWith('/v1/')) continue;
      const path = urlOf(template, known[template] ?? {});
      const response = await world.operations.request('GET', path);
      expect([path, response.status]).toEqual([path, 200]);
      await checkAnswer(response, operation.responses['200'], template);
      answers += 1;
      if (!template.includes('{id}')) continue;
      const missing = await world.operations.request('GET', urlOf(template, { id: '987654321' }));
      expect([template, missing.status]).toEqual([template, 404]);
      await checkAnswer(missing, operation.responses['default'], `${template} of nothing`);
      const nonsense = await world.operations.request('GET', urlOf(template, { id: 'x' }));
      expect([template, nonsense.status]).toEqual([template, 400]);
      await checkAnswer(nonsense, operation.responses['default'], `${template} of nonsense`);
    }
    expect(answers).toBeGreaterThan(15);
  });

  it('takes and answers every POST as its own document says', async () => {
    const one = async (sql: string): Promise<string> => {
      const [row] = await world.pipeline.dataSource.query<{ id: string }[]>(sql);
      if (!row) throw new Error(`Nothing found: ${sql}`);
      return row.id;
    };
    await world.pipeline.load({ path: 'ORG_broken.csv', bytes: Buffer.from('no file of ours') });
    await world.pipeline.dataSource.query(
      `INSERT INTO alert (kind, subject, message) VALUES ('SLOT_LATE', 'slot 1', 'late')`,
    );
    const issue = await one('SELECT id FROM issue ORDER BY id LIMIT 1');
    await world.pipeline.dataSource.query(
      `UPDATE slot SET state = 'delivered', finished_at = now() WHERE id = (SELECT slot_id FROM issue WHERE id = $1)`,
      [issue],
    );
    const reason = 'a test of the contract';
    const key = { name: 'contract', role: 'viewer' };
    const requests: Record<string, { id?: string; body: object; status: number }> = {
      '/v1/slots/requeue': { body: { ids: ['987654321'], reason }, status: 200 },
      '/v1/issues/{id}/reissue': { id: issue, body: { reason }, status: 202 },
      '/v1/releases': {
        body: { issueIds: [issue, '987654321'], requester: 'authority', reason },
        status: 200,
      },
      '/v1/source-files/{id}/resubmit': {
        id: await one(`SELECT id FROM source_file WHERE state = 'rejected' ORDER BY id DESC LIMIT 1`),
        body: { reason },
        status: 202,
      },
      '/v1/alerts/{id}/clear': {
        id: await one(`SELECT id FROM alert WHERE cleared_at IS NULL AND subject = 'slot 1'`),
        body: { reason },
        status: 204,
      },
      '/v1/api-keys': { body: key, status: 201 },
      '/v1/api-keys/{id}/revoke': { id: '1', body: { reason }, status: 204 },
    };
    const posts = Object.keys(document.paths).filter((path) => document.paths[path]?.['post']);
    expect(posts.toSorted()).toEqual(Object.keys(requests).toSorted());
    for (const [template, { id, body, status }] of Object.entries(requests)) {
      const operation = document.paths[template]?.['post'];
      const schema = operation?.requestBody?.content['application/json']?.schema ?? {};
      const described = z.fromJSONSchema(schema, { defaultTarget: 'openapi-3.0' });
      expect([template, described.safeParse(body).success]).toEqual([template, true]);
      const path = urlOf(template, id === undefined ? {} : { id });
      const response = await world.operations.request('POST', path, { body });
      expect([template, response.status]).toEqual([template, status]);
      if (status === 204) expect(await response.text()).toBe('');
      else await checkAnswer(response, operation?.responses[String(status)], template);
      const nonsense = await world.operations.request('POST', path, { body: { ...body, reson: 'x' } });
      expect([template, nonsense.status]).toEqual([template, 400]);
      await checkAnswer(nonsense, operation?.responses['default'], `${template} of nonsense`);
    }
  });

  it('pages through everything once, in order', async () => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await world.operations.get<{
        items: { id: string; slotTime: string }[];
        next: string | null;
      }>(`/v1/slots?limit=37${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ id, slotTime }) => `${slotTime} ${id.padStart(10, '0')}`));
      cursor = page.next ?? '';
    } while (cursor !== '');
    const [{ slots }] = await world.pipeline.dataSource.query<[{ slots: number }]>(
      'SELECT count(*)::int AS slots FROM slot',
    );
    expect(new Set(seen).size).toBe(slots);
    expect(seen).toEqual([...seen].sort().reverse());
  });

  it('refuses what it does not know, instead of ignoring it', async () => {
    for (const path of [
      '/v1/slots?sate=failed',
      '/v1/slots?report=S1MIG-011',
      '/v1/slots?cursor=x',
      '/v1/explain',
      '/v1/explain?mpan=1&mprn=2',
    ]) {
      const response = await world.operations.request('GET', path);
      expect([path, response.status]).toEqual([path, 400]);
      await response.body?.cancel();
    }
    for (const body of [
      { ids: ['1'] },
      { reason: 'because' },
      { ids: ['1'], filter: {}, reason: 'because' },
      { ids: ['1'], reason: 'because', all: true },
    ]) {
      const response = await world.operations.request('POST', '/v1/slots/requeue', { body });
      expect([body, response.status]).toEqual([body, 400]);
      await response.body?.cancel();
    }
  });
});

/** Path parameters in their places, the others as the query. */
function urlOf(template: string, values: Record<string, string>): string {
  const query = new URLSearchParams();
  let path = template;
  for (const [name, value] of Object.entries(values)) {
    if (path.includes(`{${name}}`)) path = path.replace(`{${name}}`, encodeURIComponent(value));
    else query.set(name, value);
  }
  return query.size > 0 ? `${path}?${query.toString()}` : path;
}
