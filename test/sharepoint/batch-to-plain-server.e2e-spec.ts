import { EVERY_FOLDER, PlainBatch } from './plain-batch';

const PATIENCE_MS = 900_000;

/** A whole batch to a server that we did not write for ourselves. */
describe('mrr batch to a Graph server of another make', () => {
  let batch: PlainBatch;
  afterEach(() => batch.close());

  it(
    'delivers everything once in spite of a bad day, and fails for the missing folder alone',
    async () => {
      batch = new PlainBatch(EVERY_FOLDER.slice(1));
      const { server } = batch;
      server.troubles.push(
        { when: /^POST .*token/, answer: { status: 503, headers: { 'Retry-After': '1.5' } } },
        { when: /^PUT/, answer: { status: 423 } },
        { when: /^PUT/, answer: { status: 507, body: '<html>full</html>' } },
        { when: /^PUT/, isDone: true },
        { when: /^PUT/, times: 2, answer: { status: 503 } },
        { when: /^PUT/, answer: { status: 429, headers: { 'Retry-After': '2.128' } } },
        { when: /^GET/ },
      );
      const { exitCode, text, delivered, failed } = await batch.run();
      expect({ text, delivered }).toEqual({ text, delivered: batch.files().length });
      expect(batch.differences()).toEqual([]);
      expect(failed).toBeGreaterThan(0);
      expect(text.match(/ failed: .*/g)).toEqual(
        Array(failed).fill(expect.stringMatching(/DELIVERY.FOLDER_MISSING: .*mrr sharepoint provision/)),
      );
      expect(exitCode).toBe(1);
      expect(server.troubles.every(({ times }) => times === 0)).toBe(true);
    },
    PATIENCE_MS,
  );

  it(
    'ends, and says why, when the library stays full',
    async () => {
      batch = new PlainBatch();
      batch.server.troubles.push({ when: /^PUT/, times: Number.POSITIVE_INFINITY, answer: { status: 507 } });
      const { exitCode, text, delivered, failed } = await batch.run({ BATCH_DELIVERY_PATIENCE: '5s' });
      expect({ exitCode, delivered, files: batch.files() }).toEqual({ exitCode: 1, delivered: 0, files: [] });
      expect(failed).toBeGreaterThan(0);
      expect(text).toMatch(/the library is full \(507\).*Given up/);
    },
    PATIENCE_MS,
  );
});
