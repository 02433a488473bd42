import { RunningSimulator } from './running-simulator';

const UNIT_BYTES = 320 * 1024;

let simulator: RunningSimulator;
let token: string;
let drive: string;
let folderId: string;

beforeAll(async () => {
  simulator = await RunningSimulator.start();
});
afterAll(() => simulator.stop());
beforeEach(async () => {
  await simulator.reset();
  await simulator.makeFolder('Party');
  token = ((await (await signIn({})).json()) as { access_token: string }).access_token;
  drive = `/v1.0/drives/${simulator.address.driveId}`;
  folderId = ((await (await call('GET', `${drive}/root:/Party`)).json()) as { id: string }).id;
});

function signIn(overrides: Record<string, string>): Promise<Response> {
  const { authorityUrl, tenantId, clientId, clientSecret, graphUrl } = simulator.address;
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const body = new URLSearchParams({ ...form, scope: `${graphUrl}/.default`, ...overrides });
  return fetch(`${authorityUrl}/${tenantId}/oauth2/v2.0/token`, { method: 'POST', body });
}

function call(method: string, path: string, options: RequestInit = {}): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, ...(options.headers as Record<string, string>) };
  return fetch(`${simulator.address.graphUrl}${path}`, { method, ...options, headers });
}

async function refusal(response: Response): Promise<unknown> {
  const { error } = (await response.json()) as { error: { code: string; innerError?: { code?: string } } };
  return [response.status, error.code, ...(error.innerError?.code ? [error.innerError.code] : [])];
}

async function openSession(
  name = 'file.csv',
  item: object = { '@microsoft.graph.conflictBehavior': 'fail' },
) {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ item });
  return call('POST', `${drive}/items/${folderId}:/${name}:/createUploadSession`, { headers, body });
}

async function uploadUrl(): Promise<string> {
  return ((await (await openSession()).json()) as { uploadUrl: string }).uploadUrl;
}

function putRange(
  url: string,
  start: number,
  length: number,
  total: number,
  headers = {},
): Promise<Response> {
  const range = { 'content-range': `bytes ${start}-${start + length - 1}/${total}`, ...headers };
  return fetch(url, { method: 'PUT', headers: range, body: new Uint8Array(length) });
}

describe('the token endpoint', () => {
  it.each([
    [{ grant_type: 'password' }, 400],
    [{ scope: 'https://graph.microsoft.com/Files.Read' }, 400],
    [{ scope: 'https://elsewhere.example/.default' }, 400],
    [{ client_id: 'unknown' }, 400],
    [{ client_secret: 'wrong' }, 401],
  ])('refuses %j with %i', async (overrides, status) => {
    expect((await signIn(overrides as Record<string, string>)).status).toBe(status);
  });
});

describe('the API', () => {
  it('refuses no token, a wrong one and an expired one', async () => {
    const path = `${drive}/root`;
    for (const authorization of ['', 'Bearer wrong']) {
      expect(await refusal(await call('GET', path, { headers: { authorization } }))).toEqual([
        401,
        'InvalidAuthenticationToken',
      ]);
    }
    await simulator.moveClock({ advanceMs: 3_600_000 });
    expect((await call('GET', path)).status).toBe(401);
  });

  it.each([
    ['a%2520b.csv', 'a%20b.csv'],
    ['%2523.csv', '%23.csv'],
    ['a%23b.csv', 'a#b.csv'],
  ])('decodes %s exactly once', async (sent, kept) => {
    await call('PUT', `${drive}/items/${folderId}:/${sent}:/content`, { body: 'x' });
    expect((await simulator.state()).items.map(({ path }) => path)).toContain(`Party/${kept}`);
  });

  it.each(['con', 'a%3Fb', 'a.', '%20a', '~%24a', 'x_vti_y', '.lock'])(
    'refuses the name %s',
    async (name) => {
      const answer = await call('PUT', `${drive}/items/${folderId}:/${name}:/content`, { body: 'x' });
      expect(await refusal(answer)).toEqual([400, 'invalidRequest', 'invalidPath']);
    },
  );

  it('creates the parents of a path, but never a folder that is addressed by an id that is gone', async () => {
    await call('PUT', `${drive}/root:/New/Sub/x.csv:/content`, { body: 'x' });
    await simulator.removeItem('Party');
    const gone = await call('PUT', `${drive}/items/${folderId}:/x.csv:/content`, { body: 'x' });
    expect(gone.status).toBe(404);
    expect((await simulator.state()).items.map(({ path }) => path)).toEqual([
      'New',
      'New/Sub',
      'New/Sub/x.csv',
    ]);
  });

  it('lets exactly one of two creations of a folder win, and the folder inherits its readers', async () => {
    const body = JSON.stringify({ name: 'Twice', folder: {}, '@microsoft.graph.conflictBehavior': 'fail' });
    const both = await Promise.all([1, 2].map(() => call('POST', `${drive}/root/children`, { body })));
    expect(both.map(({ status }) => status).sort((one, other) => one - other)).toEqual([201, 409]);
    const made = (await simulator.state()).items.find(({ path }) => path === 'Twice');
    expect(made?.readers).toEqual(['everyone@contoso.example']);
  });

  it.each([
    ['tooLarge', 413],
    ['contentRange', 400],
  ] as const)('refuses a large PUT (%s)', async (smallUploadRefusal, status) => {
    await simulator.set({ smallUploadRefusal });
    const body = new Uint8Array(4 * 2 ** 20 + 1);
    expect((await call('PUT', `${drive}/items/${folderId}:/x.csv:/content`, { body })).status).toBe(status);
  });

  it('replaces by default, counts versions, and changes the eTag', async () => {
    const put = async (body: string) =>
      (await (await call('PUT', `${drive}/items/${folderId}:/x.csv:/content`, { body })).json()) as {
        eTag: string;
      };
    const [first, second] = [await put('one'), await put('two')];
    expect(first.eTag).toMatch(/^"\{[\dA-F-]{36}\},\d+"$/);
    expect(second.eTag).not.toBe(first.eTag);
    const stale = { headers: { 'if-match': first.eTag } };
    expect((await call('DELETE', `${drive}/items/${folderId}:/x.csv`, stale)).status).toBe(412);
  });
});

describe('upload sessions', () => {
  it.each([{ fileSize: 5 }, { '@odata.type': 'x' }, { name: 'other.csv' }])('refuse %j', async (item) => {
    expect((await openSession('file.csv', item)).status).toBe(400);
  });

  it('block the name until they end', async () => {
    const url = await uploadUrl();
    expect(await refusal(await openSession())).toEqual([409, 'nameAlreadyExists']);
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(204);
    expect((await fetch(url)).status).toBe(404);
    expect((await openSession()).status).toBe(200);
    await simulator.moveClock({ advanceMs: 15 * 60_000 });
    expect((await openSession()).status).toBe(200);
  });

  it('refuse a token', async () => {
    const answer = await putRange(await uploadUrl(), 0, 10, 10, { authorization: `Bearer ${token}` });
    expect(answer.status).toBe(401);
  });

  it.each([
    [UNIT_BYTES + 1, [416, 'invalidRange', 'fragmentOutOfOrder']],
    [0, [416, 'invalidRange', 'fragmentOverlap']],
  ])('take ranges in order, not from %i', async (start, expected) => {
    const url = await uploadUrl();
    await putRange(url, 0, UNIT_BYTES, 3 * UNIT_BYTES);
    expect(await refusal(await putRange(url, start, UNIT_BYTES, 3 * UNIT_BYTES))).toEqual(expected);
  });

  it('refuse a changed total, a malformed range, and at the end a range that was no multiple', async () => {
    const url = await uploadUrl();
    expect((await putRange(url, 0, 1000, 2000)).status).toBe(202);
    expect((await putRange(url, 1000, 1000, 2001)).status).toBe(400);
    expect((await putRange(url, 0, 0, 0, { 'content-range': 'bytes' })).status).toBe(400);
    expect((await putRange(url, 1000, 1000, 2000)).status).toBe(400);
  });

  it('show the file with the last range and not before, and are gone then', async () => {
    const url = await uploadUrl();
    await putRange(url, 0, UNIT_BYTES, UNIT_BYTES + 5);
    expect(await simulator.content('Party/file.csv')).toBeNull();
    expect((await putRange(url, UNIT_BYTES, 5, UNIT_BYTES + 5)).status).toBe(201);
    expect((await simulator.content('Party/file.csv'))?.length).toBe(UNIT_BYTES + 5);
    expect((await fetch(url)).status).toBe(404);
  });

  it('find a conflict at the last range', async () => {
    const url = await uploadUrl();
    await simulator.plant('Party/file.csv', Buffer.from('other'));
    expect(await refusal(await putRange(url, 0, 10, 10))).toEqual([409, 'nameAlreadyExists']);
    expect(await simulator.content('Party/file.csv')).toEqual(Buffer.from('other'));
  });
});

describe('throttling', () => {
  it('refuses what is beyond the budget, and does not forget who comes too early', async () => {
    await simulator.moveClock({ freezeAt: Date.now() });
    await simulator.set({ unitsPerMinute: 10, retryAfter: 'decimal' });
    const statuses: number[] = [];
    for (let request = 0; request < 11; request++) statuses.push((await call('GET', `${drive}/root`)).status);
    expect(statuses).toEqual([...Array<number>(10).fill(200), 429]);
    await simulator.moveClock({ advanceMs: 59_000 });
    const early = await call('GET', `${drive}/root`);
    expect(early.headers.get('retry-after')).toMatch(/^\d+\.\d{3}$/);
    expect(await simulator.state()).toMatchObject({ violations: 1 });
  });
});

describe('faults', () => {
  it('injects errors in the form that all errors have', async () => {
    await simulator.inject({ operation: 'find', action: { kind: 'refuse', status: 502, retryAfter: '7' } });
    const response = await call('GET', `${drive}/root`, { headers: { 'client-request-id': 'mine' } });
    expect([response.status, response.headers.get('retry-after')]).toEqual([502, '7']);
    expect(await response.json()).toMatchObject({
      error: {
        code: 'generalException',
        innerError: { date: expect.any(String) as string, 'client-request-id': 'mine' },
      },
    });
  });

  it('takes a body no faster than it is told to', async () => {
    await simulator.set({ bytesPerSecond: 100_000 });
    const started = performance.now();
    const response = await putRange(await uploadUrl(), 0, 50_000, 50_000);
    expect(response.status).toBe(201);
    expect(performance.now() - started).toBeGreaterThan(450);
  });
});
