import type { Trouble } from './plain-graph-server';
import { PlainBatch } from './plain-batch';

const PATIENCE_MS = 900_000;
const FOR_EVER = Number.POSITIVE_INFINITY;
const html = '<html>busy</html>';
const inSessions = { GRAPH_SINGLE_UPLOAD_LIMIT: '1b' };

/** One fault at a time, each in a batch of its own. */
describe('mrr batch to a Graph server of another make', () => {
  let batch: PlainBatch;
  beforeEach(() => {
    batch = new PlainBatch();
  });
  afterEach(() => batch.close());

  it.each<[string, Trouble[], Record<string, string>?]>([
    ['files that are locked', [{ when: /^PUT/, times: 3, answer: { status: 423 } }]],
    ['503 without Retry-After', [{ when: /^PUT/, times: 9, answer: { status: 503, body: html } }]],
    [
      '429 until a time',
      [{ when: /^(PUT|GET)/, times: 9, answer: { status: 429, headers: { 'Retry-After': '2.128' } } }],
    ],
    ['a library that is full for a while', [{ when: /^PUT/, times: 4, answer: { status: 507 } }]],
    ['lost answers', [{ when: /^PUT/, times: 9, isDone: true }], inSessions],
    ['lost requests', [{ when: /^(PUT|GET|POST)/, times: 9 }]],
    [
      'tokens that end',
      [{ when: /^(PUT|GET)/, times: 1, answer: { status: 401, headers: { 'WWW-Authenticate': 'Bearer' } } }],
    ],
    ['no trouble, all in sessions', [], inSessions],
  ])(
    'delivers everything once in spite of %s',
    async (_, troubles, variables) => {
      batch.server.troubles.push(...troubles);
      const { exitCode, text, failed } = await batch.run(variables);
      expect({ text, exitCode, failed }).toEqual({ text, exitCode: 0, failed: 0 });
      expect(batch.differences()).toEqual([]);
    },
    PATIENCE_MS,
  );

  it.each<[string, Trouble[], RegExp, Record<string, string>?]>([
    [
      'is refused',
      [{ when: /^PUT/, times: FOR_EVER, answer: { status: 403 } }],
      /DELIVERY.ACCESS_DENIED: .*grant it the role "write"/,
    ],
    [
      'may not sign in',
      [],
      /DELIVERY.SIGN_IN_REFUSED: .*AADSTS7000215.*GRAPH_CLIENT_ID/,
      { GRAPH_CLIENT_SECRET: 'another' },
    ],
    [
      'finds no service',
      [{ when: /^PUT/, times: FOR_EVER, answer: { status: 503, body: html } }],
      /the service is not available.*Given up/,
    ],
    [
      'finds all files locked',
      [{ when: /^PUT/, times: FOR_EVER, answer: { status: 423 } }],
      /DELIVERY.FILE_LOCKED: .*Given up/,
    ],
    ['names another library', [], /DELIVERY.REJECTED: .*GRAPH_DRIVE_ID/, { GRAPH_DRIVE_ID: 'b!other' }],
  ])(
    'ends and says what to do when it %s',
    async (_, troubles, reason, variables) => {
      batch.server.troubles.push(...troubles);
      const { exitCode, text, delivered } = await batch.run({ BATCH_DELIVERY_PATIENCE: '20s', ...variables });
      expect({ exitCode, delivered, files: batch.files() }).toEqual({ exitCode: 1, delivered: 0, files: [] });
      expect(text).toMatch(reason);
    },
    PATIENCE_MS,
  );
});
