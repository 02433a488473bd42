import { InProcessPipeline } from '../support/in-process-pipeline';
import { startOperations, type OperationsApp } from '../support/operations-app';

interface OpenApi {
  readonly paths: Record<string, Record<string, { readonly parameters?: readonly Parameter[] }>>;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
}

const cursor = (...parts: readonly unknown[]): string =>
  Buffer.from(JSON.stringify(parts)).toString('base64url');

const VALUES = [
  '',
  '\0',
  'a\0b',
  '%',
  "' OR 1=1 --",
  '-1',
  '0',
  '1e9',
  '99999999999999999999',
  'NaN',
  'null',
  '[]',
  '{}',
  '../../etc/passwd',
  '<script>',
  '\u202e',
  '\ufffe',
  '\u{1F600}',
  'x'.repeat(5_000),
  '=1+1',
  '\r\nX: y',
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00+23:59',
  '9999-12-31T23:59:59Z',
  '2020-02-30T00:00:00Z',
  '0000-01-01',
  '275760-09-13',
  '2020-03-02',
  'infinity',
  'now',
  cursor('a'),
  cursor('a', 'b'),
  cursor('99999999999999999999'),
  cursor('2020-03-02T00:00:00Z', 'x'),
  cursor('0000-01-01T00:00:00Z', '1'),
  cursor('\0'),
  cursor(1),
  cursor({}),
  cursor('1'),
  'bm8',
];

let pipeline: InProcessPipeline;
let operations: OperationsApp;

jest.setTimeout(600_000);

beforeAll(async () => {
  pipeline = await InProcessPipeline.open();
  operations = await startOperations(pipeline);
});

afterAll(async () => {
  await operations?.close();
  await pipeline?.close();
});

/** What the server could not answer properly, as `path?name=value: status`. */
async function failures(path: string, parameters: readonly Parameter[]): Promise<string[]> {
  const found: string[] = [];
  for (const { name, in: place } of parameters) {
    for (const value of VALUES) {
      const encoded = encodeURIComponent(value);
      const target = place === 'path' ? path.replace(`{${name}}`, encoded) : `${path}?${name}=${encoded}`;
      const options = { headers: { connection: 'close' } }; // a busy server may close an idle one just then
      const { status } = await operations.request('GET', target.replaceAll(/\{\w+\}/g, '1'), options);
      if (status >= 500) found.push(`${target}: ${status}`);
    }
  }
  return found;
}

test('no value of any parameter of the API is more than the server can answer', async () => {
  const { paths } = await operations.get<OpenApi>('/openapi.json');
  const found: string[] = [];
  for (const [path, { get }] of Object.entries(paths)) {
    if (get && !path.includes('/health/')) found.push(...(await failures(path, get.parameters ?? [])));
  }
  expect(found).toEqual([]);
});

test('nor is any value of the pages of the console', async () => {
  const pages: Record<string, string> = {
    '/': 'day',
    '/explain': 'value',
    '/files': 'cursor',
    '/slots/1': 'notice',
  };
  const found: string[] = [];
  for (const [path, name] of Object.entries(pages))
    found.push(...(await failures(path, [{ name, in: 'query' }])));
  expect(found).toEqual([]);
});

test('nor is a body that is none', async () => {
  const bodies = [
    null,
    [],
    'text',
    { reason: 'a\0b' },
    { reason: 'x'.repeat(600) },
    { ids: ['0'], reason: 'abc' },
  ];
  for (const path of ['/v1/slots/requeue', '/v1/source-files/1/resubmit', '/v1/api-keys']) {
    for (const body of bodies) {
      const options = { body, headers: { connection: 'close' } };
      expect((await operations.request('POST', path, options)).status).toBeLessThan(500);
    }
  }
});
